package persist

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/rt"
)

// attach makes an instance of one memory of 20 lines on a device, or resumes it.
func attach(t *testing.T, d *ram, checksum bool) (*Store, *sram.Memory) {
	s := open(t, d, Opts{})
	a, err := sram.NewArray(sram.ArrayOpts{Cache: 128, Line: 64, Checksum: checksum}, s)
	require.NoError(t, err)
	m, err := a.NewMemory(mem.Type{Min: 20 * 64, PageSize: 1})
	require.NoError(t, err)
	_, err = keeper{s}.Attach(&rt.State{Module: "module", Memories: []mem.Memory{m}, Hold: func() (func(), bool) { return func() {}, true }})
	require.NoError(t, err)
	return s, m
}

// TestChangedAtRest: a cell of data that changes while the power is off makes reading its line fail, after the next checkpoint as well. All else
// can be read, and the line again once it was written whole.
func TestChangedAtRest(t *testing.T) {
	d := newRAM(8 << 10)
	s, m := attach(t, d, true)
	require.NoError(t, m.WriteAt(bytes.Repeat([]byte{7}, 10*64), 64)) // the first line and others are not written
	require.NoError(t, s.Checkpoint())
	d.b[s.layout.data()+300] ^= 4

	for range 2 {
		s, m = attach(t, d, true)
		_, err := m.Uint8(300)
		require.ErrorIs(t, err, sram.ErrChecksum)
		require.EqualError(t, err, "sram: read of 64 bytes at 0x100 of ram: what was read has the wrong checksum")
		for _, at := range []uint64{0, 64, 0xff, 0x140, 11*64 - 1, 20*64 - 1} {
			v, err := m.Uint8(at)
			require.NoError(t, err)
			require.Equal(t, at >= 64 && at < 11*64, v == 7, at)
		}
		require.NoError(t, s.Checkpoint())
	}
	require.NoError(t, m.WriteAt(make([]byte, 64), 0x100))
	require.NoError(t, s.Checkpoint())
	_, m = attach(t, d, true)
	v, err := m.Uint8(300)
	require.NoError(t, err)
	require.Zero(t, v)
}

// TestSumsOfSome: what was kept without checksums is resumed with them, which are learned; and what was kept with them, without.
func TestSumsOfSome(t *testing.T) {
	d := newRAM(8 << 10)
	lengths := map[bool]uint32{}
	for i, checksum := range []bool{false, true, false, false, true, true} {
		s, m := attach(t, d, checksum)
		v, err := m.Uint8(128)
		require.NoError(t, err)
		require.EqualValues(t, i, v)
		require.NoError(t, m.PutUint8(128, byte(i+1)))
		require.NoError(t, m.PutUint8(256, byte(i+1)))
		require.NoError(t, s.Checkpoint())
		lengths[checksum] = s.last.length
	}
	require.Equal(t, lengths[false]+2*4, lengths[true], "two lines are written")
}

// TestRoomForSums: by default a checkpoint has room for a checksum of each line of 64 bytes, on chips of all sizes; and for shorter ones Opts.State
// has to say so.
func TestRoomForSums(t *testing.T) {
	for _, size := range []int{8 << 10, 32 << 10, 128 << 10, 512 << 10, 2 << 20} {
		for _, block := range []int{32, 128, 4096} {
			for _, line := range []uint64{64, 32} {
				s, err := Open(newRAM(size), Opts{Block: block})
				if size == 8<<10 && block == 4096 {
					require.ErrorContains(t, err, "too few for two states")
					continue
				}
				require.NoError(t, err)
				a, err := sram.NewArray(sram.ArrayOpts{Cache: 1024, Line: line, Checksum: true}, s)
				require.NoError(t, err)
				m, err := a.NewMemory(mem.Type{Min: a.Size(), PageSize: 1})
				require.NoError(t, err)
				require.NoError(t, m.WriteAt(bytes.Repeat([]byte{1}, int(a.Size())), 0))
				_, err = keeper{s}.Attach(&rt.State{Memories: []mem.Memory{m}, Hold: func() (func(), bool) { return func() {}, true }})
				require.NoError(t, err)
				if err = s.Checkpoint(); line == 64 || a.Size()/line*33/8+50 < s.layout.state {
					require.NoError(t, err)
				} else {
					require.ErrorContains(t, err, "globals, tables, the map of memory and its checksums take")
				}
			}
		}
	}
}

// TestBadSums: a state with too few or too many checksums is that of something else.
func TestBadSums(t *testing.T) {
	d := newRAM(8 << 10)
	s, m := attach(t, d, true)
	require.NoError(t, m.WriteAt(bytes.Repeat([]byte{7}, 10*64), 64))
	good, err := encode(s.instance, s)
	require.NoError(t, err)
	require.NoError(t, restore(fresh(t, d), good))
	for _, bad := range [][]byte{good[:len(good)-1], good[:len(good)-4], append(good, 0)} {
		require.ErrorIs(t, restore(fresh(t, d), bad), errState)
	}
}

// fresh is the state of an instance that was not used yet.
func fresh(t *testing.T, d *ram) *rt.State {
	s, _ := attach(t, d, true)
	return s.instance
}

// TestSumsOfSeveral: each of several memories gets its own checksums, also where it grew into another piece of the array.
func TestSumsOfSeveral(t *testing.T) {
	d := newRAM(32 << 10)
	attach := func() (*Store, []*sram.Memory) {
		s := open(t, d, Opts{})
		a, err := sram.NewArray(sram.ArrayOpts{Cache: 128, Line: 64, Checksum: true}, s)
		require.NoError(t, err)
		var list []*sram.Memory
		state := &rt.State{Hold: func() (func(), bool) { return func() {}, true }}
		for _, pages := range []uint64{0, 3, 100} {
			m, err := a.NewMemory(mem.Type{Min: pages, Max: 200, HasMax: true, PageSize: 1})
			require.NoError(t, err)
			list, state.Memories = append(list, m), append(state.Memories, m)
		}
		_, err = keeper{s}.Attach(state)
		require.NoError(t, err)
		return s, list
	}
	s, list := attach()
	for i, m := range list {
		require.NotEqualValues(t, -1, m.Grow(200-m.Pages()))
		require.NoError(t, m.WriteAt(bytes.Repeat([]byte{byte(i + 1)}, 200), 0))
	}
	require.NoError(t, s.Checkpoint())
	s, list = attach()
	for i, m := range list {
		got := make([]byte, 200)
		require.NoError(t, m.ReadAt(got, 0))
		require.Equal(t, bytes.Repeat([]byte{byte(i + 1)}, 200), got)
		l, err := m.Layout()
		require.NoError(t, err)
		last := l.Pieces[len(l.Pieces)-1]
		d.b[s.layout.data()+last.Addr+last.Size-64] ^= 1
	}
	_, list = attach()
	for _, m := range list {
		_, err := m.Uint8(192)
		require.ErrorIs(t, err, sram.ErrChecksum)
		_, err = m.Uint8(191)
		require.NoError(t, err)
	}
}
