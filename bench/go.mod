module github.com/wasm2go/wasm2go/bench

go 1.26.0

replace github.com/wasm2go/wasm2go => ../

require github.com/tetratelabs/wazero v1.12.0

require (
	github.com/wasm2go/wasm2go v0.0.0
	golang.org/x/sys v0.44.0 // indirect
	periph.io/x/conn/v3 v3.7.3 // indirect
)
