module example.com/jpeg

go 1.26.0

tool github.com/wasm2go/wasm2go/cmd/wasm2go

require github.com/wasm2go/wasm2go v0.1.0

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/ianlancetaylor/demangle v0.0.0-20260724033716-83e58baca724 // indirect
	periph.io/x/conn/v3 v3.7.3 // indirect
	periph.io/x/host/v3 v3.8.5 // indirect
)

// In a project of your own: go get -tool github.com/wasm2go/wasm2go/cmd/wasm2go@latest, and no replace.
replace github.com/wasm2go/wasm2go => ../..
