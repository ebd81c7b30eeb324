package debuginfo

import (
	"cmp"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Frames returns a function that completes the frames of call stacks of the module in file, which must not change: names of functions are
// demangled, File and Line are what the module tells, and calls that the compiler has replaced by what they call are frames of their own,
// innermost first. Nothing is read before the first call. It is for interp.Options.
func Frames(file []byte, o Options) func(rt.Frame) []rt.Frame {
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
	return func(f rt.Frame) []rt.Frame {
		k := read()
		f.Func = cmp.Or(k.name(f.Index), f.Func)
		at := cmp.Or(f.Instr, f.Offset)
		p, ok := k.Position(at)
		if !ok {
			return []rt.Frame{f}
		}
		f.File, f.Line = k.Files[p.File], p.Line
		var calls []abi.Inlined
		for c := range k.Calls(f.Offset, at+1) {
			if at < c.To {
				calls = append(calls, abi.Inlined{Func: c.Func, File: k.Files[c.File], Line: c.Line})
			}
		}
		return abi.Expand(f, calls)
	}
}
