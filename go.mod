module github.com/wasm2go/wasm2go

go 1.26.0

require (
	github.com/dave/jennifer v1.7.1
	github.com/ianlancetaylor/demangle v0.0.0-20260724033716-83e58baca724
	github.com/stretchr/testify v1.12.1
	golang.org/x/tools v0.52.0
	periph.io/x/conn/v3 v3.7.3
	periph.io/x/host/v3 v3.8.5
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
