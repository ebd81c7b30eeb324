// Package wasm2go embeds the source of the runtime packages, so that the installed command can put copies of them beside
// its output without a network. The command is in cmd/wasm2go, the translator in compiler.
package wasm2go

import "embed"

// Module is the path of this module: the runtime packages are Module/rt, Module/mem and so on.
const Module = "github.com/wasm2go/wasm2go"

// Sources holds the runtime packages by their path in the module, tests included, and the licence.
//
//go:embed LICENSE rt mem wasitarget
var Sources embed.FS
