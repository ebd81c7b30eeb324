package diff

import (
	"context"
	"errors"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// interpreters are this project's own: a run loop for each kind of memory. The one for any memory is called with numbers in
// slots, and stopped by a context.
var interpreters = []engine{
	{"interpreter, guard", func(m *module) ([]string, error) { return interpret(m, interp.Options{Mem: interp.Guard}) }, nil, false},
	{"interpreter, any memory", func(m *module) ([]string, error) {
		return interpret(m, interp.Options{Mem: interp.Backend{New: newOther}, Meter: true})
	}, nil, false},
	{"interpreter, slice", func(m *module) ([]string, error) { return interpret(m, interp.Options{Mem: interp.Slice}) }, nil, false},
}

// other is a memory of a type that the interpreter does not know.
type other struct{ *slice.Memory }

func newOther(t mem.Type, _ *abi.Core) (mem.Memory, error) {
	m, err := slice.New(t)
	return other{m}, err
}

// chipInterpreters are the interpreter with memory on chips.
var chipInterpreters = []engine{
	{"interpreter, chips", onChips(manyLines), nil, false},
	{"interpreter, chips with two lines cached", onChips(twoLines), nil, false},
}

// Emulated chips with a usual cache, over several chips in turn, and with the smallest one, where nearly every access is a miss.
const (
	manyLines = "sim:chip=23LC1024*64,cache=4K,verify"
	twoLines  = "sim:chip=APS6404L*8,cache=64,line=32"
)

// onChips is the interpreter with all memories of a module, or of a pair, on one array of chips.
func onChips(text string) func(m *module) ([]string, error) {
	return func(m *module) ([]string, error) {
		s, err := spec.Parse(text)
		if err != nil {
			return nil, err
		}
		array, err := open.Simulate(s)
		if err != nil {
			return nil, err
		}
		newMemory := func(t mem.Type, _ *abi.Core) (mem.Memory, error) { return array.NewMemory(t) }
		lines, err := interpret(m, interp.Options{Mem: interp.Backend{New: newMemory}})
		return lines, errors.Join(err, array.Halt())
	}
}

func interpret(m *module, o interp.Options) ([]string, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var links []translated.Link
	var first *interp.Instance
	for one := m; one != nil; one = one.next {
		o.Name = one.name
		compiled, err := interp.Compile(one.wasm, o)
		if err != nil {
			return nil, err
		}
		links = append(links, func(r rt.Resolver) (rt.Instance, error) {
			i, err := compiled.Instantiate(ctx, r)
			if first == nil {
				first = i
			}
			return i, err
		})
	}
	run := m.run
	if o.Meter && m.next == nil && !m.fuel && !m.refs {
		run = func(e trial.Engine, write func(string)) { m.run(slotCaller{e, ctx, first}, write) }
	}
	return translated.Transcript(run, links...), nil
}

// A slotCaller calls functions with numbers in slots.
type slotCaller struct {
	trial.Engine
	ctx      context.Context
	instance *interp.Instance
}

func (c slotCaller) Call(name string, args []uint64) (results []uint64, trap string) {
	f, err := c.instance.Func(name)
	if err != nil {
		return nil, err.Error()
	}
	n := 0
	for _, f := range c.Funcs() {
		if f.Name == name {
			n = len(f.Results)
		}
	}
	slots := make([]uint64, max(len(args), n))
	copy(slots, args)
	if err := f.CallSlots(c.ctx, slots); err != nil {
		return nil, translated.TrapText(err)
	}
	return slots[:n], ""
}
