//go:build !((amd64 || arm64) && gc && !purego && !race)

package interp

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
)

// There is no assembly for vectors.
const assembled = false

func runAssembly(in *code.Instr, _ window, _ unsafe.Pointer, _ uint64) *code.Instr { return in }
