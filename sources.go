// Package wasm2go embeds the source of the runtime packages, so that the installed command can put copies of them beside
// its output without a network. The command is in cmd/wasm2go, the translator in compiler.
package wasm2go

import "embed"

// Module is the path of this module: the runtime packages are Module/rt, Module/mem and so on.
const Module = "github.com/wasm2go/wasm2go"

// Sources holds the runtime packages by their path in the module, tests included, the licence, and the versions of what they import.
// The interpreter is among them, with what it needs of the compiler: a translated module may leave functions to it.
//
//go:embed LICENSE go.mod go.sum rt mem wasitarget
//go:embed compiler/decode/*.go compiler/front/*.go compiler/internal/ir/*.go compiler/internal/liveness/*.go compiler/internal/lower/*.go compiler/internal/passes/*.go compiler/internal/sets/*.go compiler/interp/*.go compiler/interp/*.s
//go:embed compiler/interp/internal/code/*.go compiler/layout/*.go compiler/lockstep/*.go compiler/op/*.go compiler/validate/*.go compiler/wasm/*.go
var Sources embed.FS
