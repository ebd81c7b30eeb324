//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"unsafe"

	"github.com/wasm2go/wasm2go/mem/park"
	"github.com/wasm2go/wasm2go/rt"
)

// The addresses for atomic instructions, which fault themselves where the memory ends: they are aligned, so that all bytes are on one page, and the
// Go compiler leaves them out no more than it moves them.

// Word8 is the address of 8 bits at ea.
func (m Memory) Word8(ea uint64) *uint8 { return (*uint8)(unsafe.Add(m.base, ea)) }

// Word16 is the address of 16 bits at ea.
func (m Memory) Word16(ea uint64) *uint16 {
	if ea%2 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint16)(unsafe.Add(m.base, ea))
}

// Word32 is the address of 32 bits at ea.
func (m Memory) Word32(ea uint64) *uint32 {
	if ea%4 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint32)(unsafe.Add(m.base, ea))
}

// Word64 is the address of 64 bits at ea.
func (m Memory) Word64(ea uint64) *uint64 {
	if ea%8 != 0 {
		panic(rt.UnalignedAtomic)
	}
	return (*uint64)(unsafe.Add(m.base, ea))
}

// Lot is where threads wait, nil where the memory is not shared.
func (m Memory) Lot() *park.Lot { return m.s.lot }
