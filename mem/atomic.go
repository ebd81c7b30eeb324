package mem

import "github.com/wasm2go/wasm2go/mem/park"

// Atomic is a memory that several threads may use at once, by the instructions of the threads proposal: what backends have for memories of
// a shared type (Type.Shared). Package rt/abi/atomics has the operations on the addresses.
//
// All methods may be called from any number of goroutines at the same time, also Grow and Close: then those that wait at the memory are
// woken, and whoever accesses it or waits traps. The bytes that accesses move race with each other as plain accesses of Wasm do: each is what somebody
// wrote, and how the bytes of one access belong together nobody says. An image is taken and set while no thread runs.
type Atomic interface {
	Linear

	// The address of so many bits at ea. It traps where ea is not a multiple of their size. Outside of the memory it traps as well, or the
	// access does.
	Word8(ea uint64) *uint8
	Word16(ea uint64) *uint16
	Word32(ea uint64) *uint32
	Word64(ea uint64) *uint64

	// Lot is where threads wait, nil where the memory's type is not shared.
	Lot() *park.Lot
}
