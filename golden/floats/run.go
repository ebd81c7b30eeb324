package floats

import (
	"fmt"

	"github.com/wasm2go/wasm2go/rt"
)

// Transcript calls all functions with all values: a line each. canonical tells that the NaNs of m's arithmetic are the canonical one.
func Transcript(m rt.Instance, funcs []Function, canonical bool) (lines []string) {
	for _, f := range funcs {
		v, _ := m.Export(f.Name)
		for _, bits := range f.Values() {
			lines = append(lines, f.Line(bits, call64(v.(*rt.Func), f, bits), canonical))
		}
	}
	return lines
}

// Line is the line of a transcript for one call.
func (f Function) Line(bits, result uint64, canonical bool) string {
	return fmt.Sprintf("%s: %#x gives %s", f.Name, bits, f.Text(result, canonical))
}

func call64(v *rt.Func, f Function, bits uint64) uint64 {
	arg := any(int32(bits))
	if f.Double {
		arg = int64(bits)
	}
	results, err := v.Call(arg)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", f.Name, err))
	}
	if r, ok := results[0].(int32); ok {
		return uint64(uint32(r))
	}
	return uint64(results[0].(int64))
}
