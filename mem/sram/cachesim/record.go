package cachesim

import (
	"errors"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// ErrFull is why a program traps whose trace is as long as was wanted.
var ErrFull = errors.New("the trace is complete")

// A Recorder is a memory in Go's that notes all accesses. The interpreter and WASI can use it.
type Recorder struct {
	*slice.Memory
	Trace Trace
	limit int // runs
}

// Record makes a memory that records so many runs, then lets the program trap.
func Record(t mem.Type, limit int) (*Recorder, error) {
	m, err := slice.New(t)
	return &Recorder{Memory: m, limit: limit}, err
}

// access notes one of the program's.
func (r *Recorder) access(ea, n uint64, write bool) {
	if len(r.Trace) >= r.limit {
		abi.ThrowDevice(ErrFull)
	}
	r.Trace.add(ea, n, write)
}

// bulk notes a bulk operation or one of the host's, which may exceed the limit a little.
func (r *Recorder) bulk(ea, n uint64, write bool) {
	if len(r.Trace) < r.limit {
		r.Trace.addRange(ea, n, write)
	}
}

// What programs do.

func (r *Recorder) Load8(ea uint64) uint8     { r.access(ea, 1, false); return r.Memory.Load8(ea) }
func (r *Recorder) Load16(ea uint64) uint16   { r.access(ea, 2, false); return r.Memory.Load16(ea) }
func (r *Recorder) Load32(ea uint64) uint32   { r.access(ea, 4, false); return r.Memory.Load32(ea) }
func (r *Recorder) Load64(ea uint64) uint64   { r.access(ea, 8, false); return r.Memory.Load64(ea) }
func (r *Recorder) LoadF32(ea uint64) float32 { r.access(ea, 4, false); return r.Memory.LoadF32(ea) }
func (r *Recorder) LoadF64(ea uint64) float64 { r.access(ea, 8, false); return r.Memory.LoadF64(ea) }

func (r *Recorder) Store8(ea uint64, v uint8)     { r.access(ea, 1, true); r.Memory.Store8(ea, v) }
func (r *Recorder) Store16(ea uint64, v uint16)   { r.access(ea, 2, true); r.Memory.Store16(ea, v) }
func (r *Recorder) Store32(ea uint64, v uint32)   { r.access(ea, 4, true); r.Memory.Store32(ea, v) }
func (r *Recorder) Store64(ea uint64, v uint64)   { r.access(ea, 8, true); r.Memory.Store64(ea, v) }
func (r *Recorder) StoreF32(ea uint64, v float32) { r.access(ea, 4, true); r.Memory.StoreF32(ea, v) }
func (r *Recorder) StoreF64(ea uint64, v float64) { r.access(ea, 8, true); r.Memory.StoreF64(ea, v) }

// Fill is memory.fill.
func (r *Recorder) Fill(dst uint64, val uint8, n uint64) {
	r.Memory.Fill(dst, val, n)
	r.bulk(dst, n, true)
}

// Copy is memory.copy, which a cache does in pieces.
func (r *Recorder) Copy(dst, src, n uint64) {
	const piece = 256
	r.Memory.Copy(dst, src, n)
	for at := uint64(0); at < n; at += piece {
		r.bulk(src+at, min(piece, n-at), false)
		r.bulk(dst+at, min(piece, n-at), true)
	}
}

// Init is memory.init, and what writes the data segments at the start.
func (r *Recorder) Init(dst uint64, data string, src, n uint64) {
	r.Memory.Init(dst, data, src, n)
	r.bulk(dst, n, true)
}

// ReadAt copies to the host.
func (r *Recorder) ReadAt(p []byte, addr uint64) error {
	r.bulk(addr, uint64(len(p)), false)
	return r.Memory.ReadAt(p, addr)
}

// WriteAt copies from the host.
func (r *Recorder) WriteAt(p []byte, addr uint64) error {
	r.bulk(addr, uint64(len(p)), true)
	return r.Memory.WriteAt(p, addr)
}
