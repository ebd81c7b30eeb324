package persist

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A state is written as numbers, in the order of rt.State, each list with its length in front. Checksums of lines follow, if they are kept.
type encoder struct {
	b       []byte
	state   *rt.State
	layouts []sram.Layout       // of the memories
	funcs   map[*rt.Func]uint32 // indices, once there is a reference
}

// encode flushes the memories and returns the rest of the instance.
func encode(state *rt.State, s *Store) ([]byte, error) {
	e := &encoder{state: state}
	e.number(uint64(len(state.Module)))
	e.b = append(e.b, state.Module...)
	if err := e.memories(s); err != nil {
		return nil, err
	}
	for _, list := range []struct {
		name   string
		values []any
		encode func(any) error
	}{
		{"a table", state.Tables, e.table},
		{"a global", state.Globals, e.global},
		{"a segment", state.Segments, e.segment},
	} {
		e.number(uint64(len(list.values)))
		for _, v := range list.values {
			if err := list.encode(v); err != nil {
				return nil, fmt.Errorf("%s: %w", list.name, err)
			}
		}
	}
	e.sums()
	return e.b, nil
}

func (e *encoder) number(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) memories(s *Store) error {
	e.number(uint64(len(e.state.Memories)))
	for i, m := range e.state.Memories {
		memory, ok := m.(*sram.Memory)
		if !ok {
			return fmt.Errorf("memory %d is not on a chip, it is a %T", i, m)
		}
		if !memory.IsOn(s) {
			return fmt.Errorf("memory %d is not on an array whose only device is the Store", i)
		}
		l, err := memory.Layout()
		if err != nil {
			return err
		}
		e.number(l.Size)
		e.number(l.Line)
		e.number(uint64(len(l.Pieces)))
		for _, p := range l.Pieces {
			e.number(p.Addr)
			e.number(p.Size)
		}
		e.number(uint64(len(l.Written)))
		for _, w := range l.Written {
			e.b = binary.LittleEndian.AppendUint64(e.b, w)
		}
		e.layouts = append(e.layouts, l)
	}
	return nil
}

// sums writes the checksums of the lines that are written.
func (e *encoder) sums() {
	for _, l := range e.layouts {
		e.b = slices.Grow(e.b, sumBytes*min(len(l.Sums), ones(l.Written)))
		for line, sum := range l.Sums {
			if isWritten(l, line) {
				e.b = binary.LittleEndian.AppendUint32(e.b, sum)
			}
		}
	}
}

const sumBytes = 4

// ones counts the bits that are set.
func ones(words []uint64) (n int) {
	for _, w := range words {
		n += bits.OnesCount64(w)
	}
	return n
}

func isWritten(l sram.Layout, line int) bool { return l.Written[line/64]>>(line%64)&1 == 1 }

func (e *encoder) table(t any) error {
	switch t := t.(type) {
	case *rt.Table[*rt.Func]:
		return e.funcrefs(t.Elems)
	case *rt.Table[any]:
		return refs(e, t.Elems, func(v any) any { return v })
	case *rt.Table[rt.Ref]:
		return refs(e, t.Elems, rt.Ref.Any)
	case *rt.Table[*rt.Object]:
		return refs(e, t.Elems, orNull)
	case *rt.Table[*rt.Exception]:
		return refs(e, t.Elems, orNull)
	}
	return fmt.Errorf("cannot keep a %T", t)
}

func (e *encoder) funcrefs(list []*rt.Func) error {
	e.number(uint64(len(list)))
	for i, f := range list {
		if err := e.funcref(f); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

// refs writes references that are not to functions. plain makes of each what hosts see.
func refs[T any](e *encoder, list []T, plain func(T) any) error {
	e.number(uint64(len(list)))
	for i, v := range list {
		if err := e.ref(plain(v)); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

// funcref writes 0 for null, else the index plus 1.
func (e *encoder) funcref(f *rt.Func) error {
	if f == nil {
		e.number(0)
		return nil
	}
	if e.funcs == nil {
		e.funcs = make(map[*rt.Func]uint32, len(e.state.Funcs))
		for _, i := range e.state.Funcs {
			e.funcs[e.state.Func(i)] = i
		}
	}
	i, ok := e.funcs[f]
	if !ok {
		return fmt.Errorf("cannot keep a reference to %q, which is not a function of the instance", f.Name)
	}
	e.number(uint64(i) + 1)
	return nil
}

// orNull is p as hosts see it, for which there is one null.
func orNull[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

// ref writes 0 for null, and else the bits of an i31 plus 1.
func (e *encoder) ref(v any) error {
	switch v := v.(type) {
	case nil:
		e.number(0)
	case rt.I31:
		e.number(uint64(uint32(v)) + 1)
	case *rt.Object:
		return fmt.Errorf("cannot keep a reference to an object (%v)", v)
	case *rt.Exception:
		return errors.New("cannot keep a reference to an exception")
	default:
		return fmt.Errorf("cannot keep a reference to a value of the host (a %T)", v)
	}
	return nil
}

func (e *encoder) global(p any) error {
	switch p := p.(type) {
	case *int32:
		e.number(uint64(uint32(*p)))
	case *int64:
		e.number(uint64(*p))
	case *float32:
		e.number(uint64(math.Float32bits(*p)))
	case *float64:
		e.number(math.Float64bits(*p))
	case *vec.V128:
		e.number(p.Lo())
		e.number(p.Hi())
	case **rt.Func:
		return e.funcref(*p)
	case *any:
		return e.ref(*p)
	case *rt.Ref:
		return e.ref(p.Any())
	case **rt.Object:
		return e.ref(orNull(*p))
	case **rt.Exception:
		return e.ref(orNull(*p))
	default:
		return fmt.Errorf("cannot keep a %T", p)
	}
	return nil
}

// segment writes 1 for what was dropped, or is empty from the beginning, which is the same.
func (e *encoder) segment(p any) error {
	if reflect.ValueOf(p).Elem().Len() == 0 {
		e.number(1)
	} else {
		e.number(0)
	}
	return nil
}
