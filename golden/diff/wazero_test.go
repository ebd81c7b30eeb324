package diff

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// onWazero is translated.Transcript on wazero.
func onWazero(wasm []byte, run func(trial.Engine) []string) (lines []string, err error) {
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	log := func(kind string, bits uint64) { lines = append(lines, fmt.Sprintf("log %s %x", kind, bits)) }
	b := r.NewHostModuleBuilder("fuzzing-support")
	b.NewFunctionBuilder().WithFunc(func(v uint32) { log("i32", uint64(v)) }).Export("log-i32")
	b.NewFunctionBuilder().WithFunc(func(v uint64) { log("i64", v) }).Export("log-i64")
	b.NewFunctionBuilder().WithFunc(func(v float32) { log("f32", uint64(math.Float32bits(v))) }).Export("log-f32")
	b.NewFunctionBuilder().WithFunc(func(v float64) { log("f64", math.Float64bits(v)) }).Export("log-f64")
	if _, err := b.Instantiate(ctx); err != nil {
		return nil, err
	}
	compiled, err := r.CompileModule(ctx, wasm)
	if err != nil {
		return nil, err
	}
	m, err := r.InstantiateModule(ctx, compiled, wazero.NewModuleConfig())
	if err != nil {
		return append(lines, "instantiation: "+wazeroTrap(err)), nil
	}
	result := run(wazeroEngine{ctx, m})
	return append(lines, result...), nil
}

type wazeroEngine struct {
	ctx context.Context
	api.Module
}

func (e wazeroEngine) Funcs() []trial.Func {
	var funcs []trial.Func
	for name, d := range e.ExportedFunctionDefinitions() {
		funcs = append(funcs, trial.Func{Name: name, Params: typeNames(d.ParamTypes()), Results: typeNames(d.ResultTypes())})
	}
	return funcs
}

func typeNames(types []api.ValueType) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = api.ValueTypeName(t)
	}
	return names
}

func (e wazeroEngine) Call(name string, args []uint64) ([]uint64, string) {
	f := e.ExportedFunction(name)
	results, err := f.Call(e.ctx, args...)
	if err != nil {
		return nil, wazeroTrap(err)
	}
	for i, t := range f.Definition().ResultTypes() {
		if t == api.ValueTypeI32 || t == api.ValueTypeF32 {
			results[i] = uint64(uint32(results[i])) // above may be anything
		}
	}
	return results, ""
}

func (e wazeroEngine) Memory() []byte {
	m := e.ExportedMemory("memory")
	if m == nil {
		return nil
	}
	view, _ := m.Read(0, m.Size())
	return append([]byte{}, view...)
}

// wazeroTrap is the trap as trial.Engine wants it.
func wazeroTrap(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	for wazero, spec := range map[string]string{
		"unreachable":                   "unreachable",
		"out of bounds memory access":   "out of bounds memory access",
		"integer divide by zero":        "integer divide by zero",
		"integer overflow":              "integer overflow",
		"invalid conversion to integer": "invalid conversion to integer",
		"indirect call type mismatch":   "indirect call type mismatch",
		"invalid table access":          "table",
		"stack overflow":                "call stack exhausted",
	} {
		if strings.HasSuffix(text, "wasm error: "+wazero) {
			return spec
		}
	}
	if inner := errors.Unwrap(err); inner != nil {
		return inner.Error()
	}
	return text
}
