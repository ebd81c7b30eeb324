package dylink

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/rt"
)

// DL gives a C program dlopen, dlsym, dlclose and dlerror, which it imports from "env". Embed it in the host for these
// imports: New of a translated package then binds it to the instance. Libraries are found by Options.Open. It is for
// programs with a 32-bit memory.
type DL struct {
	Options Options

	linker  *Linker
	handles map[int32]*Library
	last    int32 // handle given out
	failure error // for dlerror
	text    span  // what dlerror returned last
}

// Flags of dlopen and special handles, as wasi-libc and Emscripten have them.
const (
	rtldNoLoad = 4
	rtldGlobal = 256

	handleDefault = 0
	handleProgram = 1 // what dlopen returns without a name
)

// Bind is called once the program has a memory (rt.Binder). What is loaded later, and imports functions of d, is part of the program. Another
// program is refused.
func (d *DL) Bind(main rt.Instance) (err error) {
	if d.linker != nil && d.linker.memory.memory.Size() > 0 { // not closed
		if m, ok := main.Export("memory"); ok && m != any(d.linker.memory.memory) {
			return errServes
		}
		return nil
	}
	d.linker, err = New(main, d.Options)
	d.handles, d.last = map[int32]*Library{}, handleProgram
	return err
}

// Linker is the linker of the program, once that is instantiated.
func (d *DL) Linker() *Linker { return d.linker }

// errServes is the error of Bind for a second program.
var errServes = errors.New("dylink: the DL serves another program: make one for each")

// Functions are the functions of d by their names in C, for a program that is not linked by a typed New. d is bound to the program that imports
// any of them.
func (d *DL) Functions() rt.Module {
	return rt.Module{"dlopen": d.Dlopen, "dlsym": d.Dlsym, "dlclose": d.Dlclose, "dlerror": d.Dlerror}.BoundBy(d)
}

// Dlopen is dlopen: a handle, or 0.
func (d *DL) Dlopen(name, flags int32) (int32, error) {
	if name == 0 {
		return handleProgram, nil
	}
	lib, err := d.open(name, flags)
	if err != nil {
		return d.fail(err)
	}
	if flags&rtldGlobal != 0 {
		lib.Promote()
	}
	for handle, other := range d.handles {
		if other == lib {
			return handle, nil
		}
	}
	d.last++
	d.handles[d.last] = lib
	return d.last, nil
}

func (d *DL) open(address, flags int32) (*Library, error) {
	name, err := d.str(address)
	if err != nil {
		return nil, err
	}
	if flags&rtldNoLoad != 0 && d.linker.Find(name) == nil {
		return nil, fmt.Errorf("%s: not loaded", label(name))
	}
	return d.linker.Load(context.Background(), name, nil)
}

// Dlsym is dlsym: the address of data, the table index of a function, or 0.
func (d *DL) Dlsym(handle, name int32) (int32, error) {
	symbol, err := d.str(name)
	if err != nil {
		return d.fail(err)
	}
	at := uint64(0)
	if handle == handleDefault || handle == handleProgram {
		at, err = d.linker.Address(symbol)
	} else if lib := d.handles[handle]; lib != nil {
		at, err = lib.Address(symbol)
	} else {
		err = errHandle
	}
	if err != nil {
		return d.fail(err)
	}
	return int32(at), nil
}

var errHandle = errors.New("not the handle of an open library")

// Dlclose is dlclose: 0, or -1.
func (d *DL) Dlclose(handle int32) (int32, error) {
	lib := d.handles[handle]
	if handle == handleProgram {
		return 0, nil
	}
	err := errHandle
	if lib != nil {
		err = lib.Close()
		if lib.opens == 0 {
			delete(d.handles, handle)
		}
	}
	if err != nil {
		d.fail(err)
		return -1, nil
	}
	return 0, nil
}

// Dlerror is dlerror: the text of the last failure, valid until the next call, or 0 where nothing failed since then.
func (d *DL) Dlerror() (int32, error) {
	if d.linker == nil {
		return 0, errUnbound
	}
	m := d.linker.memory
	err := m.release(d.text)
	d.text = span{}
	if err != nil || d.failure == nil {
		return 0, err
	}
	text := append([]byte(d.failure.Error()), 0)
	d.failure = nil
	block, at, err := m.reserve(uint64(len(text)), 1)
	if err != nil {
		return 0, err
	}
	d.text = block
	return int32(at), m.memory.WriteAt(text, at)
}

// fail notes why a function returns 0. What a host function ends the program with, such as exit in a constructor, goes on.
func (d *DL) fail(err error) (int32, error) {
	var host *rt.HostError
	if errors.As(err, &host) || err == errUnbound {
		return 0, err
	}
	d.failure = err
	return 0, nil
}

// maxName is how long names may be, in bytes.
const maxName = 4096

// errUnbound says that a program runs without its linker.
var errUnbound = errors.New("dylink: Bind of the DL was not called")

// str reads a C string.
func (d *DL) str(address int32) (string, error) {
	if d.linker == nil {
		return "", errUnbound
	}
	memory := d.linker.memory.memory
	at := uint64(uint32(address))
	var text []byte
	part := make([]byte, 64)
	for len(text) < maxName && at < memory.Size() {
		part = part[:min(uint64(len(part)), memory.Size()-at)]
		if err := memory.ReadAt(part, at); err != nil {
			return "", err
		}
		if end := bytes.IndexByte(part, 0); end >= 0 {
			return string(append(text, part[:end]...)), nil
		}
		text, at = append(text, part...), at+uint64(len(part))
	}
	return "", fmt.Errorf("no string at %#x", uint32(address))
}
