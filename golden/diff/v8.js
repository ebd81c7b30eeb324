// Runs modules on V8. Standard input and output carry a JSON value a line: a request, its answer.
"use strict";
const zlib = require("node:zlib");
const view = new DataView(new ArrayBuffer(8));
let logs;
let instances = []; // one, or a group in which each may import from those before it
let tags = []; // of all that knows names of tags: Name, Params, tag

// References are numbers, as package trial has them.
const kinds = { null: 0n, i31: 1n, host: 2n, func: 3n, object: 4n };
const hostValues = [0, 1, 2, 3].map((n) => ({ number: n })); // objects, since a number would become an i31ref

function refToBits(v) {
	const is = (kind, n) => ((kinds[kind] << 32n) | BigInt(n >>> 0)).toString();
	if (v === null) return is("null", 0);
	if (typeof v === "number") return is("i31", v);
	if (typeof v === "function") return is("func", 0);
	const n = hostValues.indexOf(v);
	return n >= 0 ? is("host", n) : is("object", 0);
}

function refFromBits(bits) {
	const n = Number(BigInt(bits) & 0xffffffffn);
	switch (BigInt(bits) >> 32n) {
		case kinds.null: return null;
		case kinds.i31: return n | 0;
		case kinds.host: return hostValues[n];
	}
}

function toBits(type, v) {
	switch (type) {
		case "i32": return (v >>> 0).toString();
		case "i64": return BigInt.asUintN(64, v).toString();
		case "f32": view.setFloat32(0, v); return view.getUint32(0).toString();
		case "f64": view.setFloat64(0, v); return view.getBigUint64(0).toString();
	}
	return refToBits(v);
}

function fromBits(type, bits) {
	switch (type) {
		case "i32": return Number(bits) | 0;
		case "i64": return BigInt.asIntN(64, BigInt(bits));
		case "f32": view.setUint32(0, Number(bits)); return view.getFloat32(0);
		case "f64": view.setBigUint64(0, BigInt(bits)); return view.getFloat64(0);
	}
	return refFromBits(bits);
}

const visible = (type) => type !== "v128" && !type.includes("exn");
const defaults = { i32: 0, i64: 0n, f32: 0, f64: 0 };

// callAny calls a function with zeros and nulls, unless it takes others or JavaScript cannot call it.
function callAny(f) {
	const { parameters, results } = f.type();
	const possible = (t) => t in defaults || (visible(t) && (!t.startsWith("(") || t.startsWith("(ref null")));
	if (parameters.every(possible) && results.every(visible)) {
		f(...parameters.map((t) => (t in defaults ? defaults[t] : null)));
	}
}

// caught tells whether f throws an exception. Traps go on.
function caught(f) {
	try {
		f();
	} catch (e) {
		if (!(e instanceof WebAssembly.Exception)) throw e;
		return 1;
	}
	return 0;
}

const exported = () => (instances[0] && instances[0].exports) || {};
const functions = () => Object.values(exported()).filter((v) => typeof v === "function");
const callExport = (i) => { const all = functions(); if (all.length > 0) callAny(all[(i >>> 0) % all.length]); };
const wasmtag = new WebAssembly.Tag({ parameters: ["i32"] });
const jstag = new WebAssembly.Tag({ parameters: ["externref"] });
const hostTags = [{ Name: "wasmtag", Params: ["i32"], tag: wasmtag }, { Name: "jstag", Params: ["externref"], tag: jstag }];

// inTable calls use with the exported table and an index that is in it, made a BigInt for tables that want that.
function inTable(i, use) {
	const table = exported().table;
	if (!(table instanceof WebAssembly.Table) || (i >>> 0) >= Number(table.length)) return null;
	return use(table, typeof table.length === "bigint" ? BigInt(i >>> 0) : i >>> 0);
}

const log = (type) => (v) => { logs.push({ Type: type, Bits: toBits(type, v) }); };
const support = {
	"log-i32": log("i32"), "log-i64": log("i64"), "log-f32": log("f32"), "log-f64": log("f64"),
	"log-anyref": log("anyref"), "log-externref": log("externref"), "log-funcref": log("funcref"),
	"throw": (v) => { throw new WebAssembly.Exception(wasmtag, [v]); },
	"call-ref": (f) => { if (f) callAny(f); },
	"call-ref-catch": (f) => caught(() => { if (f) callAny(f); }),
	"call-export": (i) => callExport(i),
	"call-export-catch": (i) => caught(() => callExport(i)),
	"table-get": (i) => inTable(i, (table, at) => table.get(at)),
	"table-set": (i, f) => { inTable(i, (table, at) => table.set(at, f)); },
	"sleep": (ms, id) => id,
	wasmtag, jstag,
};
const anything = new Proxy({}, { get: () => hostValues[1] }); // globals

function instantiate(request) {
	const imports = { "fuzzing-support": support, "__fuzz_import": anything };
	instances.forEach((m, i) => { imports[i === 0 ? "owner" : "owner" + i] = m.exports; });
	const m = new WebAssembly.Instance(modules[request.Instance], imports);
	instances.push(m);
	for (const t of request.Tags || []) {
		tags.push({ Name: request.Member + t.Name, Params: t.Params || [], tag: m.exports[t.Name] });
	}
	return {};
}

function state(request) {
	const exported = instances[request.Instance].exports;
	return {
		Memories: (request.Memories || []).map((name) => {
			const size = exported[name + "-size"]; // trial.SizeSuffix
			const bytes = new Uint8Array(exported[name].buffer, 0, size && Number(size.value));
			return { Bytes: bytes.length, CRC: zlib.crc32(bytes) };
		}),
		Globals: (request.Globals || []).map((g) => toBits(g.Type, exported[g.Name].value)),
	};
}

function call(request) {
	const args = request.Args.map((bits, i) => fromBits(request.Func.Params[i], bits));
	const result = instances[request.Instance].exports[request.Func.Name](...args);
	const types = request.Func.Results || [];
	const values = types.length === 0 ? [] : types.length === 1 ? [result] : result;
	return { Results: values.map((v, i) => toBits(types[i], v)) };
}

function thrown(e) {
	const t = hostTags.concat(tags).find((t) => e.is(t.tag));
	if (!t) return { Tag: "of an unknown tag" }; // trial.UnknownTag
	return { Tag: t.Name, Types: t.Params, Values: t.Params.map((type, i) => (visible(type) ? toBits(type, e.getArg(t.tag, i)) : "0")) };
}

let modules = [];

function answer(request) {
	logs = [];
	try {
		switch (request.Op) {
			case "compile":
				if (request.Instance === 0) [modules, instances, tags] = [[], [], []];
				modules.push(new WebAssembly.Module(Buffer.from(request.Wasm, "base64")));
				return {};
			case "instantiate":
				return { ...instantiate(request), Logs: logs };
			case "call":
				return { ...call(request), Logs: logs };
			case "state":
				return state(request);
		}
	} catch (e) {
		if (e instanceof WebAssembly.Exception) return { Thrown: thrown(e), Logs: logs };
		return { Error: e.name + ": " + e.message, Logs: logs };
	}
}

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
	process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
