package diff

import (
	"context"
	"errors"
	"math"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/wasm2go/wasm2go/golden/diff/random"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// wazeroFeatures are those that it has.
const wazeroFeatures = api.CoreFeaturesV2 | experimental.CoreFeaturesTailCall | experimental.CoreFeaturesExtendedConst

var (
	wazeroCompiler    = wazero.NewRuntimeConfigCompiler().WithCoreFeatures(wazeroFeatures)
	wazeroInterpreter = wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(wazeroFeatures)
)

// onWazero is translated.Transcript on wazero.
func onWazero(config wazero.RuntimeConfig, m *module) (lines []string, err error) {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, config)
	defer r.Close(ctx)
	write := func(line string) { lines = append(lines, line) }
	log := func(typ string, bits uint64) { write(trial.LogLine(typ, bits)) }
	b := r.NewHostModuleBuilder(random.Host)
	b.NewFunctionBuilder().WithFunc(func(v uint32) { log("i32", uint64(v)) }).Export("log-i32")
	b.NewFunctionBuilder().WithFunc(func(v uint64) { log("i64", v) }).Export("log-i64")
	b.NewFunctionBuilder().WithFunc(func(v float32) { log("f32", uint64(math.Float32bits(v))) }).Export("log-f32")
	b.NewFunctionBuilder().WithFunc(func(v float64) { log("f64", math.Float64bits(v)) }).Export("log-f64")
	if _, err := b.Instantiate(ctx); err != nil {
		return nil, err
	}
	name := trial.Owner // of the first module
	var instances []trial.Engine
	for one := m; one != nil; one = one.next {
		s, err := surfaceOf(one.plain, false)
		if err != nil {
			return nil, err
		}
		compiled, err := r.CompileModule(ctx, one.plain)
		if err != nil {
			return nil, err
		}
		instance, err := r.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName(name))
		if err != nil {
			return append(lines, "instantiation: "+wazeroTrap(err)), nil
		}
		instances = append(instances, wazeroEngine{ctx, instance, s})
		name = ""
	}
	m.run(trial.Together(instances), write)
	return lines, nil
}

type wazeroEngine struct {
	ctx    context.Context
	module api.Module
	surface
}

func (e wazeroEngine) Funcs() []trial.Func { return e.funcs }

func (e wazeroEngine) Call(name string, args []uint64) ([]uint64, string) {
	f := e.module.ExportedFunction(name)
	results, err := f.Call(e.ctx, args...)
	if err != nil {
		return nil, wazeroTrap(err)
	}
	for i, t := range f.Definition().ResultTypes() {
		results[i] = wazeroBits(t, results[i])
	}
	return results, ""
}

// wazeroBits clears what is above a value of 32 bits, which may be anything.
func wazeroBits(t api.ValueType, bits uint64) uint64 {
	if t == api.ValueTypeI32 || t == api.ValueTypeF32 {
		return uint64(uint32(bits))
	}
	return bits
}

func (e wazeroEngine) State() (s trial.State) {
	for i := range e.memories {
		m := e.module.ExportedMemory(trial.MemoryName(i))
		size := m.Size()
		if g := e.module.ExportedGlobal(trial.MemoryName(i) + trial.SizeSuffix); g != nil {
			size = uint32(g.Get())
		}
		view, _ := m.Read(0, size)
		s.Memories = append(s.Memories, trial.MemoryOf(view))
	}
	for _, g := range e.globals {
		v := e.module.ExportedGlobal(g.Name)
		g.Bits = wazeroBits(v.Type(), v.Get())
		s.Globals = append(s.Globals, g)
	}
	return s
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
