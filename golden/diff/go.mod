module github.com/wasm2go/wasm2go/golden/diff

go 1.26.0

require (
	github.com/tetratelabs/wazero v1.12.0
	github.com/wasm2go/wasm2go v0.0.0
)

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/ianlancetaylor/demangle v0.0.0-20260724033716-83e58baca724 // indirect
	golang.org/x/sys v0.44.0 // indirect
	periph.io/x/conn/v3 v3.7.3 // indirect
)

replace github.com/wasm2go/wasm2go => ../..
