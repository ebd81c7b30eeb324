// Package asm makes assembly, in the syntax of Go's assembler, of functions with vectors: those that need nothing of Go, so that they are
// straight work on registers and memory.
//
// A function comes as basic blocks. The selector makes instructions of its trees, on any number of virtual registers; liveness and a linear scan
// give these the machine's registers or slots of the frame; what is left is text. Which instructions an operation takes is a row of a
// table, amd64.txt or arm64.txt.
package asm

import (
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Memory is what assembly knows of one.
type Memory struct {
	Used    bool // the function accesses it, and gets its address
	Checked bool // accesses compare with its length, which the function gets, too; else guard pages are around it
	Near    bool // it is at most 2 GiB large
}

// An Input is a function to compile. Its type has numbers and vectors alone; Flat is its body, of which Takes took every instruction.
type Input struct {
	Module   *wasm.Module
	Func     *ir.Func
	Flat     *ir.Flat
	Name     string   // of the Go function that declares it
	Memories []Memory // of the module
}

// An Output is assembly.
type Output struct {
	Text   []byte // the function, and its constants
	Places []Place
}

// A Place is a line of Text, from 0, where an instruction can trap, and the offset of that in the module's file.
type Place struct {
	Line   int
	Offset uint32
}

// Machines are the architectures that there is assembly for, as GOARCH names them.
func Machines() []string { return []string{"amd64", "arm64"} }

func machineOf(goarch string) machine {
	switch goarch {
	case "amd64":
		return amd64{}
	case "arm64":
		return arm64{}
	}
	panic("asm: no machine " + goarch)
}

// Compile makes assembly of a function for one of Machines. It refuses what has an instruction that Takes does not take.
func Compile(in *Input, goarch string) (*Output, error) {
	m := machineOf(goarch)
	code, err := selectCode(in, m)
	if err != nil {
		return nil, err
	}
	dropUnused(code)
	splitWebs(code)
	return print(in, m, code, allocate(code, m)), nil
}

// Takes tells whether Compile takes an instruction.
func Takes(o op.Op) bool {
	if _, divides := divisions[o]; divides || o == op.I8x16Shuffle {
		return true // by hand
	}
	for _, goarch := range Machines() {
		m := machineOf(goarch)
		if _, accesses := m.access(o); !accesses && m.table().row(o) == nil {
			return false
		}
	}
	return true
}
