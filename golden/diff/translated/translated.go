// Package translated is the engine of package trial for generated code.
package translated

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// Rounds is how often each function of a random module is called.
const Rounds = 3

// A Link instantiates a module.
type Link func(rt.Resolver) (rt.Instance, error)

// Main is the main function of a program with translated modules: it writes the transcripts, by module, as JSON.
func Main(random, kernels map[string]Link) {
	transcripts := map[string][]string{}
	for name, link := range random {
		transcripts[name] = Transcript(link, func(e trial.Engine) []string { return trial.Run(e, Rounds) })
	}
	for name, link := range kernels {
		transcripts[name] = Transcript(link, Kernel)
	}
	if err := json.NewEncoder(os.Stdout).Encode(transcripts); err != nil {
		panic(err)
	}
}

// Kernel is how a kernel is run: the function that each exports takes the size of the task.
func Kernel(e trial.Engine) []string { return trial.Apply(e, "run", 0, 1, 2, 3, 10, 17) }

// Transcript instantiates a module and runs it. The transcript includes what the module logs by its imports.
func Transcript(link Link, run func(trial.Engine) []string) []string {
	var lines []string
	log := func(kind string, bits uint64) { lines = append(lines, fmt.Sprintf("log %s %x", kind, bits)) }
	m, err := link(support(log))
	if err != nil {
		return append(lines, "instantiation: "+trapText(err))
	}
	defer m.Close()
	return append(lines, run(engine{m})...)
}

// support has the functions that wasm-opt's random modules import.
func support(log func(kind string, bits uint64)) resolver {
	return resolver{
		"log-i32": func(v int32) { log("i32", uint64(uint32(v))) },
		"log-i64": func(v int64) { log("i64", uint64(v)) },
		"log-f32": func(v float32) { log("f32", uint64(math.Float32bits(v))) },
		"log-f64": func(v float64) { log("f64", math.Float64bits(v)) },
	}
}

type resolver rt.Module

func (r resolver) Resolve(_, name string) (any, bool) { return rt.Module(r).Export(name) }

type engine struct{ rt.Instance }

func (e engine) Funcs() []trial.Func {
	var funcs []trial.Func
	for _, name := range e.Exports() {
		v, _ := e.Export(name)
		if f, ok := v.(*rt.Func); ok {
			params, results, _ := strings.Cut(strings.TrimPrefix(f.Sig.Type, "("), ")")
			funcs = append(funcs, trial.Func{Name: name, Params: strings.Fields(params), Results: strings.Fields(results)})
		}
	}
	return funcs
}

func (e engine) Call(name string, args []uint64) ([]uint64, string) {
	i := slices.IndexFunc(e.Funcs(), func(f trial.Func) bool { return f.Name == name })
	if i < 0 {
		panic("no function " + name)
	}
	v, _ := e.Export(name)
	values := make([]any, len(args))
	for k, t := range e.Funcs()[i].Params {
		values[k] = value(t, args[k])
	}
	out, err := v.(*rt.Func).Call(values...)
	if err != nil {
		return nil, trapText(err)
	}
	results := make([]uint64, len(out))
	for k, v := range out {
		results[k] = bits(v)
	}
	return results, ""
}

func (e engine) Memory() []byte {
	v, _ := e.Export("memory")
	m, ok := v.(mem.Memory)
	if !ok {
		return nil
	}
	b := make([]byte, m.Size())
	if err := m.ReadAt(b, 0); err != nil {
		panic(err)
	}
	return b
}

func value(t string, bits uint64) any {
	switch t {
	case "i32":
		return int32(bits)
	case "i64":
		return int64(bits)
	case "f32":
		return math.Float32frombits(uint32(bits))
	}
	return math.Float64frombits(bits)
}

func bits(v any) uint64 {
	switch v := v.(type) {
	case int32:
		return uint64(uint32(v))
	case int64:
		return uint64(v)
	case float32:
		return uint64(math.Float32bits(v))
	case float64:
		return math.Float64bits(v)
	}
	panic(fmt.Sprintf("a result of type %T", v))
}

// trapText is the trap as trial.Engine wants it.
func trapText(err error) string {
	var trap *rt.Trap
	if !errors.As(err, &trap) {
		return err.Error()
	}
	switch trap.Kind {
	case rt.OutOfBoundsTable, rt.IndirectCallNull, rt.UndefinedElement:
		return "table"
	}
	return trap.Kind.String()
}
