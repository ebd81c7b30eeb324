package lockstep

import (
	"encoding/binary"
	"slices"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// A write is what a host function did to a memory.
type write struct {
	memory int
	addr   uint64
	data   []byte
}

// A recorder is an instance whose exported memories note what is written.
type recorder struct {
	rt.Instance
	pair *pair
}

func (r recorder) Export(name string) (any, bool) {
	v, ok := r.Instance.Export(name)
	if m, isMemory := v.(mem.Memory); isMemory {
		return &recorded{m, slices.Index(r.pair.translated.Memories, m), r.pair}, ok
	}
	return v, ok
}

// recorded notes what is written to a memory.
type recorded struct {
	mem.Memory
	index int
	pair  *pair
}

func (m *recorded) WriteAt(p []byte, addr uint64) error {
	err := m.Memory.WriteAt(p, addr)
	if err == nil {
		m.pair.written = append(m.pair.written, write{m.index, addr, slices.Clone(p)})
	}
	return err
}

func (m *recorded) PutUint8(addr uint64, v uint8) error { return m.WriteAt([]byte{v}, addr) }

func (m *recorded) PutUint16(addr uint64, v uint16) error {
	return m.WriteAt(binary.LittleEndian.AppendUint16(nil, v), addr)
}

func (m *recorded) PutUint32(addr uint64, v uint32) error {
	return m.WriteAt(binary.LittleEndian.AppendUint32(nil, v), addr)
}

func (m *recorded) PutUint64(addr uint64, v uint64) error {
	return m.WriteAt(binary.LittleEndian.AppendUint64(nil, v), addr)
}
