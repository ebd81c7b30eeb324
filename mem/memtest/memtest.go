// Package memtest checks that a memory backend does what generated code and hosts expect of it. A backend's own test calls
// Run, and Run64 and RunBytePages where it supports them.
package memtest

import (
	"bytes"
	"errors"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Run checks a backend with 32-bit addresses and the usual page size.
func Run(t *testing.T, open func(mem.Type) (mem.Linear, error)) {
	suite{open: open, typ: mem.Type{Min: 2, Max: 4, HasMax: true, PageSize: mem.Page}}.run(t)
}

// RunBytePages checks a backend with 32-bit addresses and pages of one byte.
func RunBytePages(t *testing.T, open func(mem.Type) (mem.Linear, error)) {
	suite{open: open, typ: mem.Type{Min: 1037, Max: 1531, HasMax: true, PageSize: 1}}.run(t)
}

// Run64 checks a backend with 64-bit addresses.
func Run64(t *testing.T, open func(mem.Type) (mem.Linear, error)) {
	suite{open: open, typ: mem.Type{Min: 2, Max: 4, HasMax: true, PageSize: mem.Page, Is64: true}}.run(t)
}

// RunShared checks a backend for shared memories, with pages of so many bytes.
func RunShared(t *testing.T, open func(mem.Type) (mem.Atomic, error), page uint64, is64 bool) {
	typ := mem.Type{Min: 2, Max: 4, HasMax: true, PageSize: page, Is64: is64, Shared: true}
	if page == 1 {
		typ.Min, typ.Max = 1037, 1531
	}
	suite{open: func(t mem.Type) (mem.Linear, error) { return open(t) }, typ: typ}.run(t)
	shared{open, typ}.run(t)
}

// suite is the tests of one kind of memory.
type suite struct {
	open func(mem.Type) (mem.Linear, error)
	typ  mem.Type
}

func (s suite) run(t *testing.T) {
	t.Run("widths", s.widths)
	t.Run("edges", s.edges)
	t.Run("wide addresses", s.wideAddresses)
	t.Run("negative addresses", s.negativeAddresses)
	t.Run("NaN payloads", s.nanPayloads)
	t.Run("grow", s.grow)
	t.Run("limits", s.limits)
	t.Run("fill", s.fill)
	t.Run("copy", s.copy)
	t.Run("copy from another memory", s.copyFrom)
	t.Run("init", s.init)
	t.Run("host", s.host)
	t.Run("image", s.image)
	t.Run("close", s.close)
	t.Run("random", s.random)
}

// memory opens a memory for a test.
func (s suite) memory(t *testing.T) mem.Linear {
	t.Helper()
	m, err := s.open(s.typ)
	if err != nil {
		t.Fatalf("open %v: %v", s.typ, err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// instance stands for the instance whose code accesses the memory.
type instance struct{ core abi.Core }

// run runs f as an exported function would be run.
func run(f func()) error {
	var m instance
	m.core.Open(&m, "memtest", "", nil)
	return m.core.Run(func(int) { f() })
}

// trapped runs f and reports whether it trapped with OutOfBoundsMemory.
func trapped(t *testing.T, f func()) bool {
	t.Helper()
	err := run(f)
	if err != nil && !errors.Is(err, rt.OutOfBoundsMemory) {
		t.Fatalf("unexpected error: %v", err)
	}
	return err != nil
}

// content is the whole memory.
func content(t *testing.T, m mem.Memory) []byte {
	t.Helper()
	b := make([]byte, m.Size())
	if err := m.ReadAt(b, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

// pattern fills the memory with bytes that differ from their neighbours and returns them.
func pattern(t *testing.T, m mem.Memory) []byte {
	t.Helper()
	b := make([]byte, m.Size())
	for i := range b {
		b[i] = byte(i*7 + i>>8 + 1)
	}
	if err := m.WriteAt(b, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

// unchanged fails unless the memory holds want.
func unchanged(t *testing.T, m mem.Memory, want []byte, what string) {
	t.Helper()
	if !bytes.Equal(content(t, m), want) {
		t.Fatalf("%s: the memory's content is not as expected", what)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}
