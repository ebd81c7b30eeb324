// Runs modules on V8. Standard input and output carry a JSON value a line: a request, its answer.
"use strict";
const zlib = require("node:zlib");
const view = new DataView(new ArrayBuffer(8));
let logs;
const instances = []; // one, or a pair of which the second imports from the first

function toBits(type, v) {
	switch (type) {
	case "i32": return (v >>> 0).toString();
	case "i64": return BigInt.asUintN(64, v).toString();
	case "f32": view.setFloat32(0, v); return view.getUint32(0).toString();
	case "f64": view.setFloat64(0, v); return view.getBigUint64(0).toString();
	}
}

function fromBits(type, bits) {
	switch (type) {
	case "i32": return Number(bits) | 0;
	case "i64": return BigInt.asIntN(64, BigInt(bits));
	case "f32": view.setUint32(0, Number(bits)); return view.getFloat32(0);
	case "f64": view.setBigUint64(0, BigInt(bits)); return view.getFloat64(0);
	}
}

const log = (type) => (v) => { logs.push({ Type: type, Bits: toBits(type, v) }); };
const support = { "log-i32": log("i32"), "log-i64": log("i64"), "log-f32": log("f32"), "log-f64": log("f64") };

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

function answer(request) {
	logs = [];
	try {
		switch (request.Op) {
		case "compile":
			instances[request.Instance] = new WebAssembly.Module(Buffer.from(request.Wasm, "base64"));
			return {};
		case "instantiate":
			const imports = { "fuzzing-support": support, "owner": request.Instance > 0 ? instances[0].exports : {} };
			instances[request.Instance] = new WebAssembly.Instance(instances[request.Instance], imports);
			return { Logs: logs };
		case "call":
			return { ...call(request), Logs: logs };
		case "state":
			return state(request);
		}
	} catch (e) {
		return { Error: e.name + ": " + e.message, Logs: logs };
	}
}

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
	process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
