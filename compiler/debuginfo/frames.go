package debuginfo

import (
	"cmp"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/rt"
)

// Frames returns a function that completes the frames of call stacks of the module in file, which must not change: names of functions are
// demangled, and File and Line are what the module tells. Nothing is read before the first call. It is for interp.Options.
func Frames(file []byte, o Options) func(*rt.Frame) {
	type known struct {
		*Info
		name func(i uint32) string
	}
	read := sync.OnceValue(func() known {
		m, err := decode.Decode(file)
		if err != nil {
			return known{name: func(uint32) string { return "" }}
		}
		Demangle(m)
		info, _ := Read(m, o) // what there is
		return known{info, m.Names.Demangled.Get}
	})
	return func(f *rt.Frame) {
		k := read()
		f.Func = cmp.Or(k.name(f.Index), f.Func)
		if p, ok := k.Position(cmp.Or(f.Instr, f.Offset)); ok {
			f.File, f.Line = k.Files[p.File], p.Line
		}
	}
}
