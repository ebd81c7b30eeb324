// Decodes or encodes one picture n times, as decode.go and encode.go do, and prints how many nanoseconds that took, and how many of a
// processor the cheapest took:
// node bench.mjs MODULE decode|encode INPUT WIDTH HEIGHT QUALITY N
import { readFileSync } from "node:fs";

const [module, what, input, ...numbers] = process.argv.slice(2);
const [width, height, quality, n] = numbers.map(Number);
const { exports: m } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module)));
const bytes = readFileSync(input);
const word = (at) => new DataView(m.memory.buffer).getUint32(at, true);

function decode() {
  const at = m.input(bytes.length);
  new Uint8Array(m.memory.buffer).set(bytes, at);
  if (m.header(at, bytes.length) !== 0 || m.decode() !== 0) throw new Error("no picture");
  const stride = 4 * word(m.get_picture() + 16); // of the first plane
  const pixels = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y += 16) {
    const strip = m.pixels(y);
    for (let i = 0; i < 16 && y + i < height; i++)
      pixels.set(new Uint8Array(m.memory.buffer, strip + i * stride, 4 * width), 4 * width * (y + i));
  }
}

function encode() {
  if (m.begin(width, height, quality, 2) !== 0) throw new Error("no memory");
  const strip = m.get_strip(), pixels = word(strip), stride = word(strip + 4), rows = word(strip + 8);
  let size = 0;
  for (let y = 0; y < height; y += rows) {
    const have = Math.min(rows, height - y);
    for (let i = 0; i < have; i++)
      new Uint8Array(m.memory.buffer).set(bytes.subarray(4 * width * (y + i), 4 * width * (y + i + 1)), pixels + i * stride);
    size += m.encode(have);
  }
  return size;
}

const run = what === "decode" ? decode : encode;
for (let end = performance.now() + 300; performance.now() < end; ) run(); // until it is optimized
const begin = performance.now();
let cheapest = Infinity;
for (let i = 0; i < n; i++) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  cheapest = Math.min(cheapest, user + system);
}
console.log(Math.round((performance.now() - begin) * 1e6), cheapest * 1e3);
