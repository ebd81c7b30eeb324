// Package translated is the engine of package trial for instances of package rt: of generated code, and of the interpreter.
package translated

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
)

// A Link instantiates a module.
type Link func(rt.Resolver) (rt.Instance, error)

// OnChips puts the memories of an instance on emulated chips of its own, those that WASM2GO_SRAM names: none where it names none.
func OnChips() []rt.Option {
	text := os.Getenv(open.Variable)
	if text == "" {
		return nil
	}
	s, err := spec.Parse(text)
	if err != nil {
		panic(err)
	}
	array, err := open.Simulate(s)
	if err != nil {
		panic(err)
	}
	return []rt.Option{sram.On(array)}
}

// Main is the main function of a program with translated modules: it writes the transcripts, by module or pair of modules, as JSON. The names
// of kernels begin with k, those of modules that count fuel with f, or with s, see Scanty, those of
// modules with objects with x.
func Main(modules map[string][]Link) {
	transcripts := map[string][]string{}
	for name, links := range modules {
		run := Random
		switch name[0] {
		case 'k':
			run = Kernel
		case 'f':
			run = Fueled
		case 's':
			run = Scanty
		case 'x':
			run = Objects
		}
		transcripts[name] = Transcript(run, links...)
	}
	if err := json.NewEncoder(os.Stdout).Encode(transcripts); err != nil {
		panic(err)
	}
}

// Random is how a random module is run: each function a few times.
func Random(e trial.Engine, write func(string)) { trial.Run(e, 3, write) }

// Objects is Random for modules with objects: what global variables refer to is shown, too.
func Objects(e trial.Engine, write func(string)) {
	shown := func(e trial.Engine) trial.Engine {
		if one, ok := e.(engine); ok { // others do it without being told
			one.refs = true
			return one
		}
		return e
	}
	if group, ok := e.(trial.Group); ok {
		all := make(trial.Group, len(group))
		for i, member := range group {
			all[i] = shown(member)
		}
		e = all
	} else {
		e = shown(e)
	}
	trial.Run(e, 2, write)
}

// Kernel is how a kernel is run: the function that each exports takes the size of the task.
func Kernel(e trial.Engine, write func(string)) { trial.Apply(e, write, "run", 0, 1, 2, 3, 10, 17) }

// Transcript instantiates a module, or a group in which each may import from those before it, and runs it. The transcript includes what the
// modules log by their imports.
func Transcript(run trial.Script, links ...Link) (lines []string) {
	write := func(line string) { lines = append(lines, line) }
	h := newHost(func(typ string, bits uint64) { write(trial.LogLine(typ, bits)) })
	var instances []trial.Engine
	for i, link := range links {
		m, err := link(h)
		if err != nil {
			return append(lines, "instantiation: "+h.failure(err))
		}
		defer m.Close()
		h.add(m, trial.Member(i, len(links)))
		instances = append(instances, engine{Instance: m, host: h})
	}
	run(trial.Together(instances), write)
	return lines
}

type engine struct {
	rt.Instance
	host *host
	refs bool // globals with references are shown
}

func (e engine) Funcs() []trial.Func {
	var funcs []trial.Func
	for _, name := range e.Exports() {
		v, _ := e.Export(name)
		if f, ok := v.(*rt.Func); ok {
			if s := signature(name, f); s.Callable() {
				funcs = append(funcs, s)
			}
		}
	}
	return funcs
}

func signature(name string, f *rt.Func) trial.Func {
	t := f.Sig.Type()
	return trial.Func{Name: name, Params: texts(t.Params()), Results: texts(t.Results())}
}

func texts(types []rt.ValType) []string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = typeName(t)
	}
	return list
}

func (e engine) Call(name string, args []uint64) (results []uint64, trap string) {
	defer func() {
		if p := recover(); p != nil {
			trap = fmt.Sprint("a Go panic: ", p)
		}
	}()
	v, _ := e.Export(name)
	f := v.(*rt.Func)
	values := make([]any, len(args))
	for k, t := range signature(name, f).Params {
		values[k] = value(t, args[k])
	}
	out, err := f.Call(values...)
	if err != nil {
		return nil, e.host.failure(err)
	}
	results = make([]uint64, len(out))
	for k, v := range out {
		results[k] = bits(v)
	}
	return results, ""
}

func (e engine) State() (s trial.State) {
	for i := 0; ; i++ {
		v, _ := e.Export(trial.MemoryName(i))
		m, ok := v.(mem.Memory)
		if !ok {
			break
		}
		b := make([]byte, m.Size())
		if err := m.ReadAt(b, 0); err != nil {
			panic(err)
		}
		s.Memories = append(s.Memories, trial.MemoryOf(b))
	}
	for _, name := range slices.Sorted(slices.Values(e.Exports())) {
		v, _ := e.Export(name)
		if g, ok := v.(*rt.Global); ok && (!g.Type.IsRef() || e.refs && trial.Visible(typeName(g.Type))) {
			s.Globals = append(s.Globals, trial.Global{Name: name, Type: typeName(g.Type), Bits: bits(g.Get())})
		}
	}
	return s
}

// TrapText is the trap as trial.Engine wants it.
func TrapText(err error) string {
	var trap *rt.Trap
	var host *rt.HostError
	switch {
	case errors.As(err, &trap):
	case errors.As(err, &host): // without the stack: where functions are unrolled it has fewer frames
		return host.Import + ": " + host.Err.Error()
	default:
		return err.Error()
	}
	switch trap.Kind {
	case rt.OutOfBoundsTable, rt.IndirectCallNull, rt.UndefinedElement:
		return "table"
	}
	return trap.Kind.String()
}
