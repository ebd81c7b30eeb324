package preinit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
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
	if err := b.objects(); err != nil {
		return err
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

// objects returns an error where a constant makes an object that the initialisation may have changed: it would be made anew.
func (b *baker) objects() error {
	for i := range b.m.Globals {
		if g := &b.m.Globals[i]; !g.Mutable && b.makesChangeable(g.Init) { // what others refer to now is seen later
			return fmt.Errorf("global %d: its object may have been changed, and cannot be baked in", i)
		}
	}
	for i := range b.m.Elems {
		e := &b.m.Elems[i]
		if e.Mode == wasm.Passive && slices.ContainsFunc(e.Exprs, func(x wasm.Expr) bool { return b.makesChangeable(&x) }) {
			return fmt.Errorf("element segment %d: its objects may have been changed, and cannot be baked in", i)
		}
	}
	return nil
}

// makesChangeable tells whether a constant expression, nil for none, makes an object with fields that can be written.
func (b *baker) makesChangeable(x *wasm.Expr) bool {
	return x != nil && slices.ContainsFunc(x.Instrs, func(in wasm.Instr) bool {
		switch in.Op {
		case op.StructNew, op.StructNewDefault, op.ArrayNew, op.ArrayNewDefault, op.ArrayNewFixed:
			return slices.ContainsFunc(b.m.Types[in.A].Fields, func(f wasm.Field) bool { return f.Mutable })
		}
		return false
	})
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

// isEmpty tells whether a segment, a pointer to a slice, has no elements.
func isEmpty(segment any) bool { return reflect.ValueOf(segment).Elem().Len() == 0 }

// globals gives the mutable globals their values.
func (b *baker) globals() (err error) {
	left := b.state.Globals
	for i := range b.m.Globals {
		g := &b.m.Globals[i]
		if !g.Mutable {
			continue
		}
		init := &wasm.Expr{Offset: g.Init.Offset, End: g.Init.End}
		if v, ok := left[0].(*vec.V128); ok {
			init.Instrs, init.V128 = []wasm.Instr{{Op: op.V128Const}}, [][16]byte{v.Uint8()}
		} else if init.Instrs, err = b.constant(left[0], g.Type); err != nil {
			return fmt.Errorf("global %d: %w", i, err)
		}
		left = left[1:]
		for k := range init.Instrs {
			init.Instrs[k].Offset = g.Init.Offset
		}
		g.Init = init
	}
	return nil
}

// constant are the instructions for the value at p, of type t.
func (b *baker) constant(p any, t wasm.ValType) ([]wasm.Instr, error) {
	switch p := p.(type) {
	case *int32:
		return []wasm.Instr{{Op: op.I32Const, B: uint64(uint32(*p))}}, nil
	case *int64:
		return []wasm.Instr{{Op: op.I64Const, B: uint64(*p)}}, nil
	case *float32:
		return []wasm.Instr{{Op: op.F32Const, B: uint64(math.Float32bits(*p))}}, nil
	case *float64:
		return []wasm.Instr{{Op: op.F64Const, B: math.Float64bits(*p)}}, nil
	}
	return b.reference(reflect.ValueOf(p).Elem().Interface(), t)
}

// reference are the instructions for a reference of type t.
func (b *baker) reference(v any, t wasm.ValType) ([]wasm.Instr, error) {
	if r, ok := v.(rt.Ref); ok {
		v = r.Any()
	}
	null := []wasm.Instr{{Op: op.RefNull, Type: t}}
	switch v := v.(type) {
	case nil:
		return null, nil
	case *rt.Func:
		if v == nil {
			return null, nil
		}
		i, err := b.index(v)
		return []wasm.Instr{{Op: op.RefFunc, A: i}}, err
	case rt.I31:
		i31 := []wasm.Instr{{Op: op.I32Const, B: uint64(uint32(v))}, {Op: op.RefI31, Type: wasm.Ref(wasm.HeapI31, false)}}
		if b.m.Class(t) == wasm.ClassExtern {
			i31 = append(i31, wasm.Instr{Op: op.ExternConvertAny})
		}
		return i31, nil
	case *rt.Object:
		if v == nil {
			return null, nil
		}
		return nil, fmt.Errorf("an object (%v) cannot be baked in", v)
	case *rt.Exception:
		if v == nil {
			return null, nil
		}
		return nil, errors.New("an exception cannot be baked in")
	}
	return nil, fmt.Errorf("a value of the host (%T) cannot be baked in", v)
}

// index is the index of a function.
func (b *baker) index(f *rt.Func) (uint32, error) {
	i, ok := b.funcs[f]
	if !ok {
		return 0, fmt.Errorf("a reference to %q, which is not a function of the module, cannot be baked in", f.Name)
	}
	return i, nil
}

// tables makes segments of what tables have. A table without null keeps the value that it begins with.
func (b *baker) tables() error {
	for i := range b.m.Tables {
		t := &b.m.Tables[i]
		if t.Elem.Nullable() {
			t.Init = nil
		}
		elems := reflect.ValueOf(b.state.Tables[i]).Elem().FieldByName("Elems")
		t.Min = uint64(elems.Len())
		var err error
		if funcs, ok := elems.Interface().([]*rt.Func); ok {
			err = b.elements(uint32(i), t, funcs)
		} else {
			err = b.values(uint32(i), t, elems)
		}
		if err != nil {
			return fmt.Errorf("table %d: %w", i, err)
		}
	}
	return nil
}

// values makes a segment of each reference that is not null.
func (b *baker) values(table uint32, t *wasm.Table, elems reflect.Value) error {
	for at := range elems.Len() {
		instrs, err := b.reference(elems.Index(at).Interface(), t.Elem)
		if err != nil {
			return fmt.Errorf("element %d: %w", at, err)
		}
		if instrs[0].Op != op.RefNull {
			b.m.Elems = append(b.m.Elems, wasm.Elem{
				Mode: wasm.Active, Table: table, Start: b.address(at, t.Limits, t.Offset), Type: t.Elem, Offset: t.Offset,
				Exprs: []wasm.Expr{{Instrs: instrs, Offset: t.Offset, End: t.Offset}},
			})
		}
	}
	return nil
}

// elements makes a segment of each run of functions.
func (b *baker) elements(table uint32, t *wasm.Table, elems []*rt.Func) error {
	for at := 0; at < len(elems); at++ {
		e := wasm.Elem{Mode: wasm.Active, Table: table, Start: b.address(at, t.Limits, t.Offset), Type: t.Elem, Offset: t.Offset}
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
