package interp

import (
	"context"
	"errors"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// initialize applies the active segments, keeps the passive ones, and runs the start function, if any.
func (i *Instance) initialize(ctx context.Context) error {
	w := i.mod.wasm
	if err := i.run(i.keepSegments); err != nil {
		return err
	}
	if resumed, err := i.core.Resume(i.state); resumed || err != nil {
		return err
	}
	err := i.core.Run(func(int) {
		for n := range w.Elems {
			if e := &w.Elems[n]; e.Mode == wasm.Active {
				i.tables[e.Table].init(i.constant(e.Start).bits, i.segment(e), 0, uint64(e.Len()))
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
func (i *Instance) keepSegments() error {
	w := i.mod.wasm
	i.data = make([]string, len(w.Datas))
	i.elems = make([]segment, len(w.Elems))
	for n := range w.Elems {
		if e := &w.Elems[n]; e.Mode == wasm.Passive {
			i.elems[n] = i.segment(e)
		}
	}
	for n := range w.Datas {
		if d := &w.Datas[n]; d.Mode == wasm.Passive {
			i.data[n] = string(d.Init)
		}
	}
	return nil
}

// segment is an element segment.
func (i *Instance) segment(e *wasm.Elem) (s segment) {
	class := i.mod.wasm.Class(e.Type)
	for _, fn := range e.Funcs {
		s.add(class, rt.RefFunc(i.ref(fn)))
	}
	for k := range e.Exprs {
		s.add(class, i.constant(&e.Exprs[k]).ref)
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
