//go:build !((amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows))

package guard

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// This platform has no room for guard pages, or no way to make them. The same names stand for the checked memory.
type (
	Memory64 = slice.Memory
	Checked  = slice.Memory

	Shared        = slice.Shared
	SharedChecked = slice.Shared
)

// Memory is a checked memory behind a pointer: generated code relies on a view of guard's that does not move as the memory grows.
type Memory struct{ *slice.Memory }

// New makes a memory of t.Min pages, which is not shared.
func New(t mem.Type) (*Memory, error) {
	if t.Shared {
		return nil, fmt.Errorf("guard.New: %v needs guard.NewShared", t)
	}
	m, err := slice.New(t)
	return &Memory{m}, err
}

// New64 makes a memory with 64-bit addresses.
func New64(t mem.Type) (*Memory64, error) { return slice.New64(t) }

// NewChecked makes a memory whose pages are not of 64 KiB.
func NewChecked(t mem.Type) (*Checked, error) { return slice.New(t) }

// NewShared makes a shared memory with 32-bit addresses and pages of 64 KiB.
func NewShared(t mem.Type) (*Shared, error) { return slice.NewShared(t) }

// NewSharedChecked makes any other shared memory.
func NewSharedChecked(t mem.Type) (*SharedChecked, error) { return slice.NewShared(t) }

// Contains reports whether a fault at an address is a module's out of bounds access.
func Contains(addr uintptr) bool { return abi.Reserved(addr) }
