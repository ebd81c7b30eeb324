// Compiles a MoonBit program to WebAssembly with its compiler as npm has it, library and all:
//
//	npm pack @moonbit/moonpad-monaco@0.1.202602255 && tar xzf moonbit-moonpad-monaco-*.tgz
//	node moonbit.js package/dist PROGRAM.mbt PROGRAM.wasm
//
// The package has the compiler as a web worker, and the sources of the library as base64 text. The library comes compiled to JavaScript
// alone; so its packages are compiled here, after those that they import.
const fs = require("node:fs"), path = require("node:path");
const [dist, program, output] = process.argv.slice(2);
const target = "wasm-gc";

// The worker talks by messages as the library Comlink sends them.
let receive;
const answers = new Map();
globalThis.addEventListener = (_, listener) => { receive = listener };
globalThis.require = require;
globalThis.postMessage = answer => answers.get(answer.id)(answer);
(0, eval)(fs.readFileSync(path.join(dist, "moonc-worker.js"), "utf8"));

async function call(name, params) {
	const id = String(answers.size);
	const answer = await new Promise(done => {
		answers.set(id, done);
		receive({ origin: "", data: { id, type: "APPLY", path: [name], argumentList: [{ type: "RAW", value: params }] } });
	});
	if (answer.type != "RAW") throw answer.value.value;
	return answer.value;
}

// library returns the files of the library by name.
function library() {
	const text = fs.readFileSync(path.join(dist, "moonpad-monaco.js"), "utf8"), contents = {}, files = {};
	for (const [, name, base64] of text.matchAll(/([\w$]+) = (?:\/\*.*?\*\/ )?d\("([A-Za-z0-9+/=]*)"\)/g)) contents[name] = base64;
	for (const [, file, name] of text.matchAll(/i\["\/lib\/core\/([^"]+)"\] = ([\w$]+);/g)) files[file] = Buffer.from(contents[name], "base64");
	return files;
}

const core = "moonbitlang/core", files = library();
const described = new Map(JSON.parse(files["_build/packages.json"]).packages.map(p => [core + (p.rel && "/" + p.rel), p]));
const built = new Map(); // by path, in the order of their imports

const mi = (name, alias = name.slice(name.lastIndexOf("/") + 1)) => [`${name}:${alias}`, built.get(name).mi];

// build compiles a package; imports are names and aliases. What these import themselves has to be given, too, but apart.
async function build(name, sources, imports, isMain) {
	const rest = [...built.keys()].filter(other => !imports.some(i => i.path == other));
	const result = await call("buildPackage", {
		mbtFiles: sources, miFiles: imports.map(i => mi(i.path, i.alias)), indirectImportMiFiles: rest.map(other => mi(other)), stdMiFiles: [],
		pkg: name, pkgSources: [`${core}:moonbit-core:/lib/core`, `${name}:moonpad:/`], isMain,
		target, errorFormat: "human", enableValueTracing: false, noOpt: false,
	});
	if (!result.core) throw new Error(name + ": " + result.diagnostics.join("\n"));
	built.set(name, result);
}

// need builds a package of the library, once.
async function need(name) {
	if (built.has(name)) return;
	const p = described.get(name);
	for (const d of p.deps) await need(d.path);
	const sources = Object.entries(p.files).filter(([, f]) => f.backend.includes("WasmGC") && f.optlevel.includes("Release"))
		.map(([file]) => [file, files[file.replace("moonbit-core:/lib/core/", "")].toString()]);
	await build(name, sources, p.deps, false);
}

(async () => {
	const prelude = core + "/prelude";
	await need(prelude);
	await build("program", [[path.basename(program), fs.readFileSync(program, "utf8")]], [...built.keys()].map(path => ({ path })), true);
	const { result } = await call("linkCore", {
		coreFiles: [...built.values()].map(b => b.core), main: "program", target, pkgSources: [`${core}:moonbit-core:/lib/core`, "program:moonpad:/"],
		exportedFunctions: [], outputFormat: "wasm", testMode: false, debug: false, noOpt: false, sourceMap: false, sources: {}, stopOnMain: false,
	});
	fs.writeFileSync(output, result);
})();
