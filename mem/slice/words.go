package slice

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/rt"
)

// The addresses for atomic instructions, which sync/atomic wants as those of numbers. What is there is as many bytes, since the slice was cut for
// them, and aligned, since the room is.

// Word8 is the address of 8 bits at ea.
func (m Shared) Word8(ea uint64) *uint8 { return &(*m.s.view.Load())[ea] }

// Word16 is the address of 16 bits at ea.
func (m Shared) Word16(ea uint64) *uint16 {
	if ea%2 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint16)(unsafe.Pointer(unsafe.SliceData((*m.s.view.Load())[ea : ea+2])))
}

// Word32 is the address of 32 bits at ea.
func (m Shared) Word32(ea uint64) *uint32 {
	if ea%4 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint32)(unsafe.Pointer(unsafe.SliceData((*m.s.view.Load())[ea : ea+4])))
}

// Word64 is the address of 64 bits at ea.
func (m Shared) Word64(ea uint64) *uint64 {
	if ea%8 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint64)(unsafe.Pointer(unsafe.SliceData((*m.s.view.Load())[ea : ea+8])))
}
