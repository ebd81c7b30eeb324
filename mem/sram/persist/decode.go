package persist

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// errState is that of a state which does not fit the instance. The checksum was right, so somebody else wrote it.
var errState = errors.New("its state is not that of such an instance: it may be of another version of this package")

// decoder reads what encoder wrote. After the first error it returns zeros.
type decoder struct {
	b       []byte
	err     error
	state   *rt.State
	layouts []sram.Layout // of the memories
	funcs   map[uint64]bool
}

// restore sets the instance to a state. After an error it is of no use.
func restore(state *rt.State, b []byte) error {
	d := &decoder{b: b, state: state, funcs: make(map[uint64]bool, len(state.Funcs))}
	for _, i := range state.Funcs {
		d.funcs[uint64(i)] = true
	}
	if module := string(d.bytes(d.number())); d.err == nil && module != state.Module {
		return errors.New("it is of another module: Discard forgets it")
	}
	d.readLayouts()
	for _, list := range []struct {
		values []any
		decode func(any)
	}{{state.Tables, d.table}, {state.Globals, d.global}, {state.Segments, d.segment}} {
		d.expect(uint64(len(list.values)))
		for _, v := range list.values {
			list.decode(v)
		}
	}
	if len(d.b) > 0 { // else it was kept without checksums
		d.sums()
	}
	if len(d.b) > 0 {
		d.fail(errState)
	}
	d.place()
	return d.err
}

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err, d.b = err, nil
	}
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.fail(errState)
		return 0
	}
	d.b = d.b[size:]
	return n
}

// expect reads a number that must be n.
func (d *decoder) expect(n uint64) {
	if d.number() != n {
		d.fail(errState)
	}
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail(errState)
		return nil
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

// length reads the length of a list whose elements take size bytes or more.
func (d *decoder) length(size uint64) uint64 {
	n := d.number()
	if n > uint64(len(d.b))/size {
		d.fail(errState)
		return 0
	}
	return n
}

func (d *decoder) readLayouts() {
	d.expect(uint64(len(d.state.Memories)))
	for range d.state.Memories {
		l := sram.Layout{Size: d.number(), Line: d.number()}
		for range d.length(2) {
			l.Pieces = append(l.Pieces, sram.Piece{Addr: d.number(), Size: d.number()})
		}
		for range d.length(8) {
			l.Written = append(l.Written, binary.LittleEndian.Uint64(d.bytes(8)))
		}
		d.layouts = append(d.layouts, l)
	}
}

// sums reads the checksums of the lines that are written.
func (d *decoder) sums() {
	for i := range d.layouts {
		l := &d.layouts[i]
		if l.Line == 0 || l.Size > 64*l.Line*uint64(len(l.Written)) || sumBytes*ones(l.Written) > len(d.b) {
			d.fail(errState)
			return
		}
		l.Sums = make([]uint32, (l.Size+l.Line-1)/l.Line)
		for line := range l.Sums {
			if isWritten(*l, line) {
				l.Sums[line] = binary.LittleEndian.Uint32(d.bytes(sumBytes))
			}
		}
	}
}

// place puts the memories where they were.
func (d *decoder) place() {
	for i, m := range d.state.Memories {
		memory, ok := m.(*sram.Memory)
		if !ok {
			d.fail(fmt.Errorf("memory %d is not on a chip, it is a %T", i, m))
		}
		if d.err != nil {
			return
		}
		if err := memory.Place(d.layouts[i]); err != nil {
			d.fail(fmt.Errorf("memory %d: %w", i, err))
		}
	}
}

func (d *decoder) table(t any) {
	switch t := t.(type) {
	case *rt.Table[*rt.Func]:
		t.Elems = make([]*rt.Func, d.length(1))
		for i := range t.Elems {
			t.Elems[i] = d.funcref()
		}
	case *rt.Table[any]:
		t.Elems = make([]any, d.length(1))
		for i := range t.Elems {
			t.Elems[i] = d.ref()
		}
	case *rt.Table[rt.Ref]:
		t.Elems = make([]rt.Ref, d.length(1))
		for i := range t.Elems {
			t.Elems[i] = rt.RefAny(d.ref())
		}
	case *rt.Table[*rt.Object]:
		t.Elems = make([]*rt.Object, d.length(1))
		d.nulls(len(t.Elems))
	case *rt.Table[*rt.Exception]:
		t.Elems = make([]*rt.Exception, d.length(1))
		d.nulls(len(t.Elems))
	default:
		d.fail(errState)
	}
}

func (d *decoder) funcref() *rt.Func {
	i := d.number()
	if i == 0 {
		return nil
	}
	if !d.funcs[i-1] {
		d.fail(errState)
		return nil
	}
	return d.state.Func(uint32(i - 1))
}

// ref reads a reference that is not to a function: null, or an i31.
func (d *decoder) ref() any {
	n := d.number()
	switch {
	case n == 0:
		return nil
	case n > 1<<32:
		d.fail(errState)
		return nil
	}
	return rt.RefI31(uint32(n - 1)).Any()
}

// nulls reads so many references that can only be null.
func (d *decoder) nulls(n int) {
	for range n {
		d.expect(0)
	}
}

func (d *decoder) global(p any) {
	switch p := p.(type) {
	case *int32:
		*p = int32(d.number())
	case *int64:
		*p = int64(d.number())
	case *float32:
		*p = math.Float32frombits(uint32(d.number()))
	case *float64:
		*p = math.Float64frombits(d.number())
	case *vec.V128:
		lo := d.number()
		*p = vec.Of(lo, d.number())
	case **rt.Func:
		*p = d.funcref()
	case *any:
		*p = d.ref()
	case *rt.Ref:
		*p = rt.RefAny(d.ref())
	case **rt.Object:
		d.expect(0)
		*p = nil
	case **rt.Exception:
		d.expect(0)
		*p = nil
	default:
		d.fail(errState)
	}
}

func (d *decoder) segment(p any) {
	if d.number() == 0 {
		return
	}
	reflect.ValueOf(p).Elem().SetZero()
}
