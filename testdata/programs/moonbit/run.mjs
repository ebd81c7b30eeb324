// Runs a program on V8, and prints what NAME.out holds: node run.mjs NAME.wasm
import { readFileSync, writeSync } from "node:fs";
let text = "";
const print_char = c => { text += String.fromCharCode(c) };
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { spectest: { print_char } });
try { instance.exports._start() } catch (e) { text += `trap: ${e.message}\n` }
writeSync(1, text);
