package asm

import (
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A frame is where the arguments and results of a function lie: one behind the other, each aligned, as Go's ABI0 has them, by their names in the
// Go declaration.
type frame struct {
	memories []string // the names and offsets of their addresses: mem0+0(FP)
	lengths  []string
	params   []string
	results  []string
	size     int
}

// frameOf lays it out: memories first, the results from a multiple of 8 on.
func frameOf(in *Input) *frame {
	f := &frame{}
	add := func(name string, t wasm.ValType) string {
		size, align := sizeOf(t)
		f.size = (f.size + align - 1) &^ (align - 1)
		at := name + "+" + strconv.Itoa(f.size) + "(FP)"
		f.size += size
		return at
	}
	for i, m := range in.Memories {
		base, length := "", ""
		if m.Used {
			base = add("mem"+strconv.Itoa(i), wasm.I64)
		}
		if m.Used && m.Checked {
			length = add("len"+strconv.Itoa(i), wasm.I64)
		}
		f.memories, f.lengths = append(f.memories, base), append(f.lengths, length)
	}
	list := func(letter string, types []wasm.ValType) (names []string) {
		for i, t := range types {
			names = append(names, add(letter+strconv.Itoa(i), t))
		}
		return names
	}
	f.params = list("v", in.Func.Type.Params)
	if len(in.Func.Type.Results) > 0 {
		f.size = (f.size + 7) &^ 7
	}
	f.results = list("r", in.Func.Type.Results)
	return f
}

func sizeOf(t wasm.ValType) (size, align int) {
	switch t {
	case wasm.I32, wasm.F32:
		return 4, 4
	case wasm.V128:
		return 16, 8
	}
	return 8, 8
}

// part is a field of a vector in the frame.
func part(at, field string, offset int) string {
	name, rest, _ := strings.Cut(at, "+")
	n, _ := strconv.Atoi(strings.TrimSuffix(rest, "(FP)"))
	return name + "_" + field + "+" + strconv.Itoa(n+offset) + "(FP)"
}
