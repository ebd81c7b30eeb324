package preinit

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// A baker makes a module of an instance. What the file has keeps its index and its offset; what is new goes behind it.
type baker struct {
	m      *wasm.Module
	bodies []*wasm.Body
	state  *rt.State
	funcs  map[*rt.Func]uint32 // what references may be to
}

func (b *baker) bake(ran []*wasm.Export) error {
	b.funcs = make(map[*rt.Func]uint32, len(b.state.Funcs))
	for _, i := range b.state.Funcs {
		if f := b.state.Func(i); b.funcs[f] == 0 {
			b.funcs[f] = i
		}
	}
	datas, elems := b.m.Droppable(b.bodies)
	b.dropped(datas, elems)
	if err := b.globals(); err != nil {
		return err
	}
	if err := b.tables(); err != nil {
		return err
	}
	if err := b.memories(); err != nil {
		return err
	}
	b.m.Start = nil
	return b.empty(ran)
}

// dropped makes the segments that were applied declarations, and those that code has dropped empty. Code may name the functions of the latter
// still, so that there is a declaration for them.
func (b *baker) dropped(datas, elems []bool) {
	left := b.state.Segments
	for i := range b.m.Datas {
		d := &b.m.Datas[i]
		if d.Mode == wasm.Active {
			d.Mode, d.Start, d.Init = wasm.Declarative, nil, nil
		}
		if datas[i] {
			d.Init = []byte(*left[0].(*string))
			left = left[1:]
		}
	}
	var declared []wasm.Elem
	for i := range b.m.Elems {
		e := &b.m.Elems[i]
		if e.Mode == wasm.Active {
			e.Mode, e.Start = wasm.Declarative, nil
		}
		if !elems[i] {
			continue
		}
		if isEmpty(left[0]) {
			declared = append(declared, wasm.Elem{Mode: wasm.Declarative, Type: e.Type, Funcs: e.Funcs, Exprs: e.Exprs, Offset: e.Offset})
			e.Funcs, e.Exprs = nil, nil
		}
		left = left[1:]
	}
	b.m.Elems = append(b.m.Elems, declared...)
}

func isEmpty(segment any) bool {
	if p, ok := segment.(*[]*rt.Func); ok {
		return len(*p) == 0
	}
	return len(*segment.(*[]any)) == 0
}

// globals gives the mutable globals their values.
func (b *baker) globals() error {
	left := b.state.Globals
	for i := range b.m.Globals {
		g := &b.m.Globals[i]
		if !g.Mutable {
			continue
		}
		in, err := b.constant(left[0], g.Type)
		if err != nil {
			return fmt.Errorf("global %d: %w", i, err)
		}
		left = left[1:]
		in.Offset = g.Init.Offset
		g.Init = &wasm.Expr{Instrs: []wasm.Instr{in}, Offset: g.Init.Offset, End: g.Init.End}
	}
	return nil
}

// constant is the instruction for the value at p, of type t.
func (b *baker) constant(p any, t wasm.ValType) (wasm.Instr, error) {
	switch p := p.(type) {
	case *int32:
		return wasm.Instr{Op: op.I32Const, B: uint64(uint32(*p))}, nil
	case *int64:
		return wasm.Instr{Op: op.I64Const, B: uint64(*p)}, nil
	case *float32:
		return wasm.Instr{Op: op.F32Const, B: uint64(math.Float32bits(*p))}, nil
	case *float64:
		return wasm.Instr{Op: op.F64Const, B: math.Float64bits(*p)}, nil
	case **rt.Func:
		if *p == nil {
			return wasm.Instr{Op: op.RefNull, Type: t}, nil
		}
		i, err := b.index(*p)
		return wasm.Instr{Op: op.RefFunc, A: i}, err
	case *any:
		if *p == nil {
			return wasm.Instr{Op: op.RefNull, Type: t}, nil
		}
	}
	return wasm.Instr{}, fmt.Errorf("a value of the host (%T) cannot be baked in", p)
}

// index is the index of a function.
func (b *baker) index(f *rt.Func) (uint32, error) {
	i, ok := b.funcs[f]
	if !ok {
		return 0, fmt.Errorf("a reference to %q, which is not a function of the module, cannot be baked in", f.Name)
	}
	return i, nil
}

// tables makes segments of what tables have.
func (b *baker) tables() error {
	for i := range b.m.Tables {
		t := &b.m.Tables[i]
		t.Init = nil
		switch table := b.state.Tables[i].(type) {
		case *rt.Table[any]:
			t.Min = table.Size()
			for n, v := range table.Elems {
				if v != nil {
					return fmt.Errorf("table %d: element %d: a value of the host (%T) cannot be baked in", i, n, v)
				}
			}
		case *rt.Table[*rt.Func]:
			t.Min = table.Size()
			if err := b.elements(uint32(i), t, table.Elems); err != nil {
				return fmt.Errorf("table %d: %w", i, err)
			}
		}
	}
	return nil
}

// elements makes a segment of each run of functions.
func (b *baker) elements(table uint32, t *wasm.Table, elems []*rt.Func) error {
	for at := 0; at < len(elems); at++ {
		e := wasm.Elem{Mode: wasm.Active, Table: table, Start: b.address(at, t.Limits, t.Offset), Type: wasm.FuncRef, Offset: t.Offset}
		for at < len(elems) && elems[at] != nil {
			i, err := b.index(elems[at])
			if err != nil {
				return fmt.Errorf("element %d: %w", at, err)
			}
			e.Funcs = append(e.Funcs, i)
			at++
		}
		if len(e.Funcs) > 0 {
			b.m.Elems = append(b.m.Elems, e)
		}
	}
	return nil
}

// address is the place of a segment.
func (b *baker) address(at int, l wasm.Limits, offset uint32) *wasm.Expr {
	in := wasm.Instr{Op: op.I32Const, Offset: offset, B: uint64(at)}
	if l.Is64 {
		in.Op = op.I64Const
	}
	return &wasm.Expr{Instrs: []wasm.Instr{in}, Offset: offset, End: offset}
}

// memories makes segments of what memories have that is not zero.
func (b *baker) memories() error {
	for i := range b.m.Memories {
		from, to := b.state.Memories[i], &b.m.Memories[i]
		to.Min = from.Pages()
		img, err := mem.Copied(from)
		if err != nil {
			return err
		}
		content := make([]byte, img.Held())
		if err := img.ReadAt(content, 0); err != nil {
			return err
		}
		for start, end := range runs(content) {
			b.m.Datas = append(b.m.Datas, wasm.Data{
				Mode: wasm.Active, Memory: uint32(i), Start: b.address(start, to.Limits, to.Offset), Init: content[start:end], Offset: to.Offset,
			})
		}
	}
	return nil
}

// worthwhile is how many zeros make it worth to end a segment: the next one takes as much in a table.
const worthwhile = 64

var zeros [worthwhile]byte

// runs visits the pieces of b between so many zeros or more.
func runs(b []byte) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		for at := 0; ; {
			at += len(b[at:]) - len(bytes.TrimLeft(b[at:], "\x00"))
			if at == len(b) {
				return
			}
			end := len(b)
			if n := bytes.Index(b[at:], zeros[:]); n >= 0 {
				end = at + n
			}
			if !yield(at, end) {
				return
			}
			at = end
		}
	}
}

// empty makes the exports that have run do nothing. The functions themselves stay, for whoever else calls them, also by another export.
func (b *baker) empty(ran []*wasm.Export) error {
	m := b.m
	for _, e := range ran {
		old := e.Index
		if int(old) < m.ImportedFuncs {
			continue // of WASI, which does not matter
		}
		b.name(old)
		i := uint32(len(m.Funcs))
		m.Funcs = append(m.Funcs, m.Funcs[old])
		m.Declared = append(m.Declared, true)
		m.Codes = append(m.Codes, wasm.Code{Bytes: []byte{0, 0x0b}, Offset: m.Codes[int(old)-m.ImportedFuncs].Offset}) // no locals, end
		body, err := validate.Func(m, len(m.Codes)-1)
		if err != nil {
			return err
		}
		b.bodies = append(b.bodies, body)
		e.Index = i
	}
	return nil
}

// name keeps the name of a function that may have none but that of the export.
func (b *baker) name(i uint32) {
	funcs := b.m.Names.Funcs
	at, found := slices.BinarySearchFunc(funcs, i, func(a wasm.NameAssoc, i uint32) int { return cmp.Compare(a.Index, i) })
	if !found {
		b.m.Names.Funcs = slices.Insert(funcs, at, wasm.NameAssoc{Index: i, Name: b.m.FuncNames().Of(i)})
	}
}
