package interp

import (
	"context"
	"errors"
	"math"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A value is that of a constant expression: the bits of a number, or a reference.
type value struct {
	bits uint64
	ref  rt.Ref
}

func (v value) i32() int32   { return int32(v.bits) }
func (v value) f32() float32 { return math.Float32frombits(uint32(v.bits)) }
func (v value) f64() float64 { return math.Float64frombits(v.bits) }

// constant computes a constant expression (spec 3.4, "Constant Expressions").
func (i *Instance) constant(e *wasm.Expr) value {
	var stack []value
	for _, in := range e.Instrs {
		switch in.Op {
		case op.I32Const, op.F32Const:
			stack = append(stack, value{bits: uint64(uint32(in.B))})
		case op.I64Const, op.F64Const:
			stack = append(stack, value{bits: in.B})
		case op.RefNull:
			stack = append(stack, value{})
		case op.RefFunc:
			stack = append(stack, value{ref: rt.RefFunc(i.ref(in.A))})
		case op.GlobalGet:
			stack = append(stack, i.globalValue(int(in.A)))
		default:
			last := len(stack) - 2
			stack = append(stack[:last], value{bits: arithmetic(in.Op, stack[last].bits, stack[last+1].bits)})
		}
	}
	return stack[0]
}

// arithmetic is what the extended constant expressions can compute.
func arithmetic(o op.Op, x, y uint64) uint64 {
	switch o {
	case op.I32Add:
		return uint64(uint32(x + y))
	case op.I32Sub:
		return uint64(uint32(x - y))
	case op.I32Mul:
		return uint64(uint32(x * y))
	case op.I64Add:
		return x + y
	case op.I64Sub:
		return x - y
	case op.I64Mul:
		return x * y
	}
	panic("interp: " + o.String() + " in a constant expression")
}

func (i *Instance) globalValue(n int) value {
	switch c := i.class(n); c {
	case wasm.ClassI32:
		return value{bits: uint64(uint32(*i.i32s[n]))}
	case wasm.ClassI64:
		return value{bits: uint64(*i.i64s[n])}
	case wasm.ClassF32:
		return value{bits: uint64(math.Float32bits(*i.f32s[n]))}
	case wasm.ClassF64:
		return value{bits: math.Float64bits(*i.f64s[n])}
	case wasm.ClassFunc, wasm.ClassExtern:
		return value{ref: i.refGlobals[n].get()}
	default:
		panic(noGlobal(c))
	}
}

// initialize applies the active segments, keeps the passive ones, and runs the start function, if any.
func (i *Instance) initialize(ctx context.Context) error {
	w := i.mod.wasm
	i.keepSegments()
	if resumed, err := i.core.Resume(i.state); resumed || err != nil {
		return err
	}
	err := i.core.Run(func(int) {
		for n := range w.Elems {
			if e := &w.Elems[n]; e.Mode == wasm.Active {
				i.tables[e.Table].init(i.constant(e.Start).bits, i.elements(e), 0, uint64(e.Len()))
			}
		}
		for n := range w.Datas {
			if d := &w.Datas[n]; d.Mode == wasm.Active {
				i.initData(d)
			}
		}
	})
	if err != nil || w.Start == nil {
		return err
	}
	_, err = newFunction(i, w.Start.Func).Call(ctx)
	return err
}

// keepSegments keeps the passive segments.
func (i *Instance) keepSegments() {
	w := i.mod.wasm
	i.data = make([]string, len(w.Datas))
	i.elems = make([]segment, len(w.Elems))
	for n := range w.Elems {
		if e := &w.Elems[n]; e.Mode == wasm.Passive {
			i.elems[n] = i.elements(e)
		}
	}
	for n := range w.Datas {
		if d := &w.Datas[n]; d.Mode == wasm.Passive {
			i.data[n] = string(d.Init)
		}
	}
}

// elements are the references of an element segment.
func (i *Instance) elements(e *wasm.Elem) (s segment) {
	if !i.mod.isFunc(e.Type) {
		s.values = make([]any, len(e.Exprs))
		for k := range e.Exprs {
			s.values[k] = i.constant(&e.Exprs[k]).ref.Extern()
		}
		return s
	}
	s.funcs = make([]*rt.Func, e.Len())
	for k, fn := range e.Funcs {
		s.funcs[k] = i.ref(fn)
	}
	for k := range e.Exprs {
		s.funcs[k] = i.constant(&e.Exprs[k]).ref.Func()
	}
	return s
}

// initData copies an active data segment.
func (i *Instance) initData(d *wasm.Data) {
	err := i.mems[d.Memory].WriteAt(d.Init, i.constant(d.Start).bits)
	var outside *mem.RangeError
	switch {
	case errors.As(err, &outside):
		abi.Throw(rt.OutOfBoundsMemory)
	case err != nil:
		abi.ThrowDevice(err)
	}
}
