package memtest

import "github.com/wasm2go/wasm2go/mem"

// wide lets the tests address a memory with 32-bit addresses by 64-bit ones.
type wide struct{ Backend }

func widen(open func(mem.Type) (Backend, error)) func(mem.Type) (Backend64, error) {
	return func(t mem.Type) (Backend64, error) {
		m, err := open(t)
		return wide{m}, err
	}
}

func (w wide) Load8(a, off uint64) uint8     { return w.Backend.Load8(uint32(a), uint32(off)) }
func (w wide) Load16(a, off uint64) uint16   { return w.Backend.Load16(uint32(a), uint32(off)) }
func (w wide) Load32(a, off uint64) uint32   { return w.Backend.Load32(uint32(a), uint32(off)) }
func (w wide) Load64(a, off uint64) uint64   { return w.Backend.Load64(uint32(a), uint32(off)) }
func (w wide) LoadF32(a, off uint64) float32 { return w.Backend.LoadF32(uint32(a), uint32(off)) }
func (w wide) LoadF64(a, off uint64) float64 { return w.Backend.LoadF64(uint32(a), uint32(off)) }

func (w wide) Store8(a, off uint64, v uint8)     { w.Backend.Store8(uint32(a), uint32(off), v) }
func (w wide) Store16(a, off uint64, v uint16)   { w.Backend.Store16(uint32(a), uint32(off), v) }
func (w wide) Store32(a, off uint64, v uint32)   { w.Backend.Store32(uint32(a), uint32(off), v) }
func (w wide) Store64(a, off uint64, v uint64)   { w.Backend.Store64(uint32(a), uint32(off), v) }
func (w wide) StoreF32(a, off uint64, v float32) { w.Backend.StoreF32(uint32(a), uint32(off), v) }
func (w wide) StoreF64(a, off uint64, v float64) { w.Backend.StoreF64(uint32(a), uint32(off), v) }

func (w wide) Touch(a, off, n uint64) { w.Backend.Touch(uint32(a), uint32(off), uint32(n)) }
