// Answers lines "KERNEL N" with "RESULT NANOSECONDS", the time of one call on V8. Its argument is the directory of the modules.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const ready = new Map()

function kernel(name) {
	if (!ready.has(name)) {
		const module = new WebAssembly.Module(readFileSync(`${process.argv[2]}/${name}.wasm`))
		ready.set(name, new WebAssembly.Instance(module).exports.run)
	}
	return ready.get(name)
}

for await (const line of createInterface({ input: process.stdin })) {
	const [name, n] = line.split(' ')
	const run = kernel(name)
	const start = process.hrtime.bigint()
	const result = run(Number(n))
	console.log(`${result} ${process.hrtime.bigint() - start}`)
}
