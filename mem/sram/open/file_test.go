package open_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// TestFile: a memory in a file is what it is on chips, behind the bytes that are left alone; what it cost is told without a time that no
// bus took.
func TestFile(t *testing.T) {
	path, picture := filepath.Join(t.TempDir(), "memory"), filepath.Join(t.TempDir(), "map.svg")
	const base, size = 4096, 1 << 20
	before := bytes.Repeat([]byte("mine"), size/4)
	require.NoError(t, os.WriteFile(path, before, 0o600))
	s, err := spec.Parse("file:" + path + ",size=1M,base=4K,cache=8K,verify,stats,map=" + picture)
	require.NoError(t, err)
	require.NoError(t, open.CheckFile(s))
	a, err := open.File(s)
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 2, Max: 15, HasMax: true})
	require.NoError(t, err)
	text := bytes.Repeat([]byte("memory"), 1<<16/6)
	require.NoError(t, m.WriteAt(text, 1<<16))
	require.EqualValues(t, 2, m.Grow(13))
	require.EqualValues(t, -1, m.Grow(1))
	got := make([]byte, len(text))
	require.NoError(t, m.ReadAt(got, 1<<16))
	require.Equal(t, text, got)
	c := m.Counters()
	require.NotZero(t, c.Transactions)
	require.Zero(t, c.BusTime)
	_, err = open.File(s)
	require.ErrorContains(t, err, path+": it is in use")

	var out bytes.Buffer
	require.NoError(t, open.Close(s, a, &out))
	require.Regexp(t, `(?m)^ *transactions +\d+`, out.String())
	require.NotContains(t, out.String(), "bus time")
	require.FileExists(t, picture)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before[:base], content[:base])
	require.True(t, bytes.Contains(content[base:], text))
	require.Len(t, content, size)
}

// TestFileErrors: what is wrong with the file is said with the spec, and leaves it unlocked.
func TestFileErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory")
	s, err := spec.Parse("file:" + path)
	require.NoError(t, err)
	want := `memory spec "file:` + path + `": ` + path + ": there is no such file: with a size it is made"
	require.EqualError(t, open.CheckFile(s), want)
	_, err = open.File(s)
	require.EqualError(t, err, want)

	s, err = spec.Parse("file:" + path + ",size=64K,line=4K")
	require.NoError(t, err)
	s.Wrap = func(sram.Device) (sram.Device, error) { return nil, errors.New("no") }
	for range 2 {
		_, err = open.File(s)
		require.EqualError(t, err, "no")
	}
	s, err = spec.Parse("file:" + path + ",base=64K")
	require.NoError(t, err)
	_, err = open.File(s)
	require.EqualError(t, err, "65536 bytes are to be left alone, and "+path+" has only 65536")
}
