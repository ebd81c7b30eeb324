module github.com/wasm2go/wasm2go/bench

go 1.26.0

replace github.com/wasm2go/wasm2go => ../

require github.com/tetratelabs/wazero v1.12.0

require golang.org/x/sys v0.44.0 // indirect
