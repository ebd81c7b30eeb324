package wasitarget

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/slice"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// memory is a guest's memory of one page, at once the instance that exports it. It fails with broken where that is set.
type memory struct {
	b      [mem.Page]byte
	broken error
}

var _ mem.Memory = (*memory)(nil)

func (m *memory) Type() mem.Type      { return mem.Type{Min: 1} }
func (m *memory) Size() uint64        { return mem.Page }
func (m *memory) PageSize() uint64    { return mem.Page }
func (m *memory) Pages() uint64       { return 1 }
func (m *memory) Grow(d uint64) int64 { return -1 }
func (m *memory) Close() error        { return nil }

func (m *memory) at(a, n uint64) ([]byte, error) {
	if m.broken != nil {
		return nil, m.broken
	}
	if err := mem.Check(a, n, mem.Page); err != nil {
		return nil, err
	}
	return m.b[a : a+n], nil
}

func (m *memory) ReadAt(p []byte, a uint64) error {
	b, err := m.at(a, uint64(len(p)))
	copy(p, b)
	return err
}

func (m *memory) WriteAt(p []byte, a uint64) error {
	b, err := m.at(a, uint64(len(p)))
	copy(b, p)
	return err
}

func (m *memory) number(a, n uint64) (uint64, error) {
	var w [8]byte
	err := m.ReadAt(w[:n], a)
	return binary.LittleEndian.Uint64(w[:]), err
}

func (m *memory) putNumber(a, n, v uint64) error {
	b, err := m.at(a, n)
	var w [8]byte
	binary.LittleEndian.PutUint64(w[:], v)
	copy(b, w[:])
	return err
}

func (m *memory) Uint8(a uint64) (uint8, error)      { v, err := m.number(a, 1); return uint8(v), err }
func (m *memory) Uint16(a uint64) (uint16, error)    { v, err := m.number(a, 2); return uint16(v), err }
func (m *memory) Uint32(a uint64) (uint32, error)    { v, err := m.number(a, 4); return uint32(v), err }
func (m *memory) Uint64(a uint64) (uint64, error)    { return m.number(a, 8) }
func (m *memory) PutUint8(a uint64, v uint8) error   { return m.putNumber(a, 1, uint64(v)) }
func (m *memory) PutUint16(a uint64, v uint16) error { return m.putNumber(a, 2, uint64(v)) }
func (m *memory) PutUint32(a uint64, v uint32) error { return m.putNumber(a, 4, uint64(v)) }
func (m *memory) PutUint64(a uint64, v uint64) error { return m.putNumber(a, 8, v) }
func (m *memory) Exports() []string                  { return []string{"memory"} }
func (m *memory) Export(name string) (any, bool)     { return m, name == "memory" }

// guest calls a System as a module does. What it puts into memory goes to ever higher addresses.
type guest struct {
	*System
	t   testing.TB
	m   *memory
	top int32
}

// Addresses that tests use again and again.
const (
	bad   = int32(-8) // no room for anything
	word  = int32(8)  // results of up to 8 bytes
	area  = int32(64) // larger results
	space = 4096      // bytes at area
	first = int32(3)  // the first preopened directory
)

func newGuest(t testing.TB, c Config) *guest {
	s, err := New(c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	g := &guest{System: s, t: t, m: &memory{}, top: area + space}
	require.NoError(t, abi.Bind(g.m, s))
	return g
}

// in is the same guest for a subtest.
func (g *guest) in(t testing.TB) *guest { return &guest{g.System, t, g.m, g.top} }

// newDirGuest has one preopened directory, called "/", with some files.
func newDirGuest(t testing.TB, files map[string]string) (*guest, string) {
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	return newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/"}}}), dir
}

// put stores bytes and returns their address.
func (g *guest) put(b []byte) int32 {
	p := g.top
	require.NoError(g.t, g.m.WriteAt(b, addr(p)))
	g.top += int32(len(b)+7) &^ 7
	if g.top > mem.Page/2 {
		g.top = area + space
	}
	return p
}

// str stores a string and returns its address and length, as paths are passed.
func (g *guest) str(s string) (int32, int32) { return g.put([]byte(s)), int32(len(s)) }

// vecs stores a list of address and length pairs.
func (g *guest) vecs(pairs ...int32) int32 {
	var b []byte
	for _, v := range pairs {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return g.put(b)
}

func (g *guest) u32(p int32) uint32 {
	v, err := g.m.Uint32(addr(p))
	require.NoError(g.t, err)
	return v
}
func (g *guest) u64(p int32) uint64 {
	v, err := g.m.Uint64(addr(p))
	require.NoError(g.t, err)
	return v
}

func (g *guest) bytes(p, n int32) string { return string(g.m.b[p : p+n]) }

// want checks the outcome of a call that does not end the program.
func (g *guest) want(e errno) func(int32, error) {
	return func(got int32, err error) {
		g.t.Helper()
		require.NoError(g.t, err)
		require.Equal(g.t, e.Error(), errno(got).Error())
	}
}

func (g *guest) ok(got int32, err error) {
	g.t.Helper()
	g.want(success)(got, err)
}

// open opens a path relative to the first directory.
func (g *guest) open(name string, oflags int32, rights int64, flags int32) int32 {
	g.t.Helper()
	p, n := g.str(name)
	g.ok(g.PathOpen(first, lookupFollow, p, n, oflags, rights, allRights, flags, word))
	return int32(g.u32(word))
}

// cannotOpen is open where it fails.
func (g *guest) cannotOpen(e errno, name string, dirflags, oflags int32, rights int64) {
	g.t.Helper()
	p, n := g.str(name)
	g.want(e)(g.PathOpen(first, dirflags, p, n, oflags, rights, allRights, 0, word))
}

// write writes a string to a descriptor.
func (g *guest) write(fd int32, text string) {
	g.t.Helper()
	p, n := g.str(text)
	g.ok(g.FdWrite(fd, g.vecs(p, n), 1, word))
	require.EqualValues(g.t, n, g.u32(word))
}

// read reads up to n bytes of a descriptor.
func (g *guest) read(fd, n int32) string {
	g.t.Helper()
	g.ok(g.FdRead(fd, g.vecs(area, n), 1, word))
	return g.bytes(area, int32(g.u32(word)))
}

const readWrite = rightFdRead | rightFdWrite

func TestMemoryFailureEndsTheCall(t *testing.T) {
	g := newGuest(t, Config{Args: []string{"a"}})
	g.m.broken = errors.New("chip is gone")
	_, err := g.ArgsSizesGet(word, word)
	require.Equal(t, g.m.broken, err)
	_, err = g.FdWrite(1, word, 1, word)
	require.Equal(t, g.m.broken, err)
}

func TestWithoutMemory(t *testing.T) {
	s, err := New(Config{})
	require.NoError(t, err)
	require.NoError(t, s.Bind(rt.Module{}))
	e, err := s.ClockTimeGet(0, 0, word)
	require.NoError(t, err)
	require.EqualValues(t, errFault, e)
	require.Error(t, s.Bind(rt.Module{"memory": 7}))
}

// TestBindTwice: a System serves one memory, as long as that is open; further instances of the same program change nothing.
func TestBindTwice(t *testing.T) {
	s, err := New(Config{})
	require.NoError(t, err)
	program := func() rt.Module {
		m, err := slice.New(mem.Type{Min: 1})
		require.NoError(t, err)
		return rt.Module{"memory": m}
	}
	first, second := program(), program()
	require.NoError(t, s.Bind(rt.Module{}), "without a memory there is nothing to serve")
	require.NoError(t, s.Bind(first))
	require.NoError(t, s.Bind(first))
	require.NoError(t, s.Bind(rt.Module{}), "a side module, which imports the memory")
	require.Equal(t, errServes, s.Bind(second))
	require.Equal(t, first["memory"], s.mem)
	require.NoError(t, first.Close())
	require.NoError(t, s.Bind(second))
	require.Equal(t, second["memory"], s.mem)
}
