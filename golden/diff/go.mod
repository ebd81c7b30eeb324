module github.com/wasm2go/wasm2go/golden/diff

go 1.26.0

require (
	github.com/tetratelabs/wazero v1.9.0
	github.com/wasm2go/wasm2go v0.0.0
)

replace github.com/wasm2go/wasm2go => ../..
