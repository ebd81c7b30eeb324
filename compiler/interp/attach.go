package interp

import (
	"errors"
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/interp/internal/code"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Parts is what an instance consists of.
type Parts struct {
	Owner    *rt.Owner // of its functions
	Core     *abi.Core
	Memories []mem.Memory
	Tables   []any // *rt.Table of *rt.Func, any, rt.Ref, *rt.Object or *rt.Exception
	Globals  []any // as rt.Global.Ptr
	Tags     []*rt.Tag

	// For Attach: the functions to interpret, as call stacks show them; the functions of which there are references,
	// among them all that those call by name; and how to get these.
	Interpret []rt.Frame
	Lines     abi.Lines // of these functions, in the source; "" for unknown
	Refs      []uint32
	Ref       func(i uint32) *rt.Func
}

// errAttached says that a module is used in two ways.
var errAttached = errors.New("interp: the module has instances in which other functions are interpreted")

// Attach makes an Instance that runs some functions as part of an instance that somebody else has made, a generated package: the
// one in which p.Ref makes references. The module needs no bodies of other functions and no active segments. Passive segments
// are not shared: all functions that use one must be run by the same engine.
func (m *Module) Attach(p Parts) (*Instance, error) {
	i := &Instance{mod: m, owner: p.Owner, core: p.Core, attached: p.Interpret, lines: p.Lines, types: m.rtts, tags: p.Tags, catches: p.Owner.Thrown != nil, imports: make([]*rt.Func, len(m.funcs))}
	i.traced = i.describe
	for _, x := range p.Memories {
		if err := i.addMemory(x); err != nil {
			return nil, err
		}
	}
	i.view()
	for _, x := range p.Tables {
		switch t := x.(type) {
		case *rt.Table[*rt.Func]:
			i.addTable(tableOf[*rt.Func]{t, funcForm})
		case *rt.Table[any]:
			i.addTable(tableOf[any]{t, externForm})
		case *rt.Table[rt.Ref]:
			i.addTable(tableOf[rt.Ref]{t, anyForm})
		case *rt.Table[*rt.Object]:
			i.addTable(tableOf[*rt.Object]{t, objectForm})
		case *rt.Table[*rt.Exception]:
			i.addTable(tableOf[*rt.Exception]{t, exnForm})
		default:
			return nil, fmt.Errorf("%T is no table", x)
		}
	}
	others := slices.Repeat([]bool{true}, len(m.funcs))
	for _, f := range p.Interpret {
		others[f.Index] = false
	}
	if err := m.share(others); err != nil {
		return nil, err
	}
	for _, n := range p.Refs {
		f := p.Ref(n)
		if !others[n] {
			f.Interp = &m.funcs[n]
		}
		i.imports[n] = f
	}
	i.makeGlobals()
	for n, x := range p.Globals {
		i.setPointer(n, x)
	}
	if err := i.run(i.keepSegments); err != nil {
		return nil, err
	}
	return i, nil
}

// share notes which functions somebody else runs: the same ones for all instances of a module, from the first one on, since they
// share the code.
func (m *Module) share(others []bool) error {
	m.lowering.Lock()
	defer m.lowering.Unlock()
	if m.others == nil {
		m.others = others
	}
	if !slices.Equal(m.others, others) {
		return errAttached
	}
	return nil
}

// imported are the functions that somebody else runs in an instance that is not attached.
func (m *Module) imported() []bool {
	others := make([]bool, len(m.funcs))
	for n := range m.wasm.ImportedFuncs {
		others[n] = true
	}
	return others
}

// Run calls function n, which is to be interpreted, with the stack budget d. The numbers among its arguments are in s, an i32
// zero-extended and floats as bits, the references in refs; so are the results afterwards. Generated code calls it, and looks for a pending exception
// if it has handlers.
func (i *Instance) Run(n uint32, d int, s []uint64, refs []rt.Ref) {
	i.invoke(&i.mod.funcs[n], d, s, refs)
	if !i.catches {
		i.core.Uncaught()
	}
}

// Parts returns what the instance consists of.
func (i *Instance) Parts() Parts {
	p := Parts{Owner: i.owner, Core: i.core, Tags: i.tags}
	for _, m := range i.mems {
		p.Memories = append(p.Memories, m)
	}
	for _, t := range i.tables {
		p.Tables = append(p.Tables, t.value())
	}
	for n := range i.mod.wasm.Globals {
		p.Globals = append(p.Globals, i.pointer(n))
	}
	return p
}

// frames describe the call of a function for call stacks, which has come to the instruction at pc.
func (i *Instance) frames(fn *code.Func, pc uintptr) []rt.Frame {
	f := i.mod.frame(fn.Index)
	offset := fn.Offset(pc)
	if offset != 0 {
		offset -= f.Offset
	}
	at := func(f rt.Frame) rt.Frame {
		if offset != 0 {
			f.Instr = f.Offset + offset
		}
		return f
	}
	for _, a := range i.attached {
		if a.Index == fn.Index {
			return i.lines.Frames(at(a), offset) // in the file that was translated
		}
	}
	if describe := i.mod.opts.Describe; describe != nil {
		return describe(at(f))
	}
	return []rt.Frame{at(f)}
}
