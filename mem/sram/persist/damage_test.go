package persist

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// running is a device whose second checkpoint was followed by writes to some blocks, and what its data was.
func running(t *testing.T) (d *ram, s *Store, data []byte) {
	d = newRAM(4 << 10)
	s = open(t, d, Opts{Block: 64, State: 40})
	random := rand.New(rand.NewPCG(1, 2))
	scribbled := func() []byte {
		b := make([]byte, s.Size())
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	for _, state := range []string{"state 1", "state 2"} {
		data = scribbled()
		require.NoError(t, s.Transfer(0, data, 0, nil))
		require.NoError(t, s.commit([]byte(state)))
	}
	require.NoError(t, s.Transfer(0, scribbled()[:300], 0, nil))
	require.NoError(t, s.Transfer(710, []byte("and more"), 0, nil))
	require.EqualValues(t, 6, s.entries)
	return d, s, data
}

// TestEachBit flips each bit of what the Store has of its own, and of the blocks that the journal has. All are set right.
func TestEachBit(t *testing.T) {
	d, s, data := running(t)
	l := s.layout
	for at := range d.b {
		if b := (uint64(at) - l.data()) / l.block; uint64(at) >= l.data() && b < l.blocks && s.saved[0]>>b&1 == 0 {
			continue // data without a checksum
		}
		for bit := range 8 {
			flipped := &ram{b: bytes.Clone(d.b)}
			flipped.b[at] ^= 1 << bit
			again := open(t, flipped, Opts{})
			require.Equal(t, "state 2", string(again.kept), "bit %d at %#x", bit, at)
			got := make([]byte, again.Size())
			require.NoError(t, again.Transfer(0, nil, 0, got))
			require.True(t, bytes.Equal(data, got), "bit %d at %#x", bit, at)
			require.Zero(t, open(t, flipped, Opts{}).mended&^1, "it is set right on the device, too, where that is used again")
		}
	}
}

// TestDamage: what is damaged by more than a bit is healed where there is a second copy, and otherwise refused.
func TestDamage(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(b []byte, s *Store)
		want   string // the error, "" for none
	}{
		{"first header", func(b []byte, s *Store) { spoil(b[slotAt(s.last.number):], 20, 50) }, ""},
		{"second header", func(b []byte, s *Store) { spoil(b[secondRing(4096)+slotAt(s.last.number):], 20, 50) }, ""},
		{"second header gone", func(b []byte, s *Store) { clear(b[secondRing(4096)+slotAt(s.last.number):][:headerBytes]) }, ""},
		{"first header gone", func(b []byte, s *Store) { clear(b[slotAt(s.last.number):][:headerBytes]) },
			"the first bytes of the device tell of checkpoint 2, the last ones of 3: other chips, in another order, or damaged"},
		{"both headers", func(b []byte, s *Store) {
			spoil(b[slotAt(s.last.number):], 20, 50)
			spoil(b[secondRing(4096)+slotAt(s.last.number):], 20, 50)
		}, "a header is damaged in both places: checkpoint 2 can be read, and there was a later one"},
		{"both headers gone", func(b []byte, s *Store) {
			clear(b[slotAt(s.last.number):][:headerBytes])
			clear(b[secondRing(4096)+slotAt(s.last.number):][:headerBytes])
		}, "the last header is of checkpoint 2, but the journal has an entry of checkpoint 3: a header is lost"},
		{"first ring gone", func(b []byte, s *Store) { clear(b[:ringBytes]) },
			"the first bytes of the device tell of checkpoint 0, the last ones of 3: other chips, in another order, or damaged"},
		{"state", func(b []byte, s *Store) { spoil(b[s.layout.stateAt(s.last.number):], 1, 2) },
			"the last one is damaged: its state has the wrong checksum"},
		{"other state", func(b []byte, s *Store) { spoil(b[s.layout.stateAt(s.last.number+1):], 1, 2) }, ""},
		{"first entry", func(b []byte, s *Store) { spoil(b[s.layout.entryAt(s.place(0)):], 20, 50) }, "the journal of checkpoint 3 is damaged at entry 0"},
		{"last entry", func(b []byte, s *Store) { spoil(b[s.layout.entryAt(s.place(5)):], 20, 50) }, "the journal of checkpoint 3 is damaged at entry 5"},
		{"number of an entry", func(b []byte, s *Store) { spoil(b[s.layout.entryAt(s.place(2)):], 0, 7) }, "the journal of checkpoint 3 is damaged at entry 2"},
		{"entries gone", func(b []byte, s *Store) {
			for i := range uint64(4) {
				clear(b[s.layout.entryAt(s.place(i)):][:s.layout.entryBytes()])
			}
		}, "the journal of checkpoint 3 is damaged at entry 0"},
	} {
		d, s, data := running(t)
		c.damage(d.b, s)
		before := bytes.Clone(d.b)
		again, err := Open(d, Opts{})
		if c.want != "" {
			require.EqualError(t, err, "checkpoints on ram: "+c.want, c.name)
			require.Equal(t, before, d.b, "what is refused is left as it is")
			continue
		}
		require.NoError(t, err, c.name)
		got := make([]byte, again.Size())
		require.NoError(t, again.Transfer(0, nil, 0, got))
		require.Equal(t, data, got, c.name)
	}
}

// spoil damages a byte here and a byte there.
func spoil(b []byte, at ...int) {
	for _, i := range at {
		b[i] ^= 0x5a
	}
}

// TestOnlyHeader: where there is one header only, and it is damaged, nothing is begun anew.
func TestOnlyHeader(t *testing.T) {
	d := newRAM(8 << 10)
	open(t, d, Opts{}) // which writes the first header, since there are only zeros
	first := open(t, d, Opts{}).last.number
	spoil(d.b[slotAt(first):], 3, 30)
	require.Equal(t, first, open(t, d, Opts{}).last.number)
	spoil(d.b[slotAt(first):], 3, 30)
	spoil(d.b[secondRing(8<<10)+slotAt(first):], 3, 30)
	_, err := Open(d, Opts{})
	require.EqualError(t, err, "checkpoints on ram: a header is damaged in both places: checkpoint 0 can be read, and there was a later one")
	require.NoError(t, Erase(d))
	require.False(t, open(t, d, Opts{}).keeps())
}

// TestOldFormat: what another version has written is not begun anew.
func TestOldFormat(t *testing.T) {
	old := make([]byte, 64)
	copy(old, "w2g-ckp1")
	binary.LittleEndian.PutUint64(old[8:], 5)
	binary.LittleEndian.PutUint32(old[60:], crc32.ChecksumIEEE(old[:60]))
	for _, at := range []int{0, 64} {
		d := newRAM(8 << 10)
		copy(d.b[at:], old)
		_, err := Open(d, Opts{})
		require.EqualError(t, err, `checkpoints on ram: they are of the format "w2g-ckp1", this version has "w2g-ckp2": go back to the other, or Erase them`)
	}
	d := newRAM(8 << 10)
	next := header{number: 7, size: 8 << 10}.encode()
	copy(next[8:], "w2g-ckp3")
	seal(next, 7)
	copy(d.b[headerBytes:], next)
	_, err := Open(d, Opts{})
	require.ErrorContains(t, err, `they are of the format "w2g-ckp3"`)
}

// gone is a device that may be unplugged: nobody says so.
type gone struct {
	*ram
	away  bool
	float byte
}

func (d *gone) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if !d.away {
		return d.ram.Transfer(waddr, w, raddr, r)
	}
	for i := range r {
		r[i] = d.float
	}
	return nil
}

// TestGone: on a device that is not there nothing succeeds but reading, whatever is written, and it is as it was when it is back.
func TestGone(t *testing.T) {
	for _, float := range []byte{0, 0xff} {
		d := &gone{ram: newRAM(8 << 10), float: float}
		s, err := Open(d, Opts{})
		require.NoError(t, err)
		s.put(t, "one.")
		require.NoError(t, s.commit([]byte("state 1")))
		d.away = true
		for _, w := range [][]byte{[]byte("two."), make([]byte, 64), bytes.Repeat([]byte{0xff}, 64)} {
			require.Error(t, s.Transfer(100, w, 0, nil))
		}
		require.Error(t, s.commit([]byte("state 2")))
		require.Error(t, s.commit(nil))
		require.Error(t, s.Discard())
		_, err = Open(d, Opts{})
		require.Error(t, err)

		d.away = false
		s.put(t, "two.") // the journal is complete now
		d.away = true
		for _, w := range [][]byte{make([]byte, 64), bytes.Repeat([]byte{0xff}, 64)} {
			require.Error(t, s.Transfer(100, w, 0, nil))
		}
		d.away = false
		s = open(t, d.ram, Opts{})
		require.Equal(t, "one. state 1", s.content(t)+" "+string(s.kept))
	}
}

// TestOtherChips: of two chips one is another, or has an older content.
func TestOtherChips(t *testing.T) {
	chips := [2]*ram{newRAM(8 << 10), newRAM(8 << 10)}
	both := func(a, b *ram) sram.Device {
		d, err := sram.Join(a, b)
		require.NoError(t, err)
		return d
	}
	s, err := Open(both(chips[0], chips[1]), Opts{})
	require.NoError(t, err)
	require.NoError(t, s.commit(nil))
	old := [2]*ram{{b: bytes.Clone(chips[0].b)}, {b: bytes.Clone(chips[1].b)}}
	require.NoError(t, s.commit(nil))
	require.NoError(t, s.commit(nil))
	for _, d := range []sram.Device{
		both(chips[0], old[1]), both(old[0], chips[1]), both(chips[0], newRAM(8<<10)), both(newRAM(8<<10), chips[1]), chips[0], chips[1],
	} {
		_, err := Open(d, Opts{})
		require.Error(t, err)
	}
	_, err = Open(both(chips[0], chips[1]), Opts{})
	require.NoError(t, err)
}

// TestTwoStores: of two Stores on a device the second to make a checkpoint is told.
func TestTwoStores(t *testing.T) {
	d := newRAM(8 << 10)
	one, two := open(t, d, Opts{}), open(t, d, Opts{})
	require.NoError(t, one.commit(nil))
	require.EqualError(t, two.commit(nil), "the device has checkpoint 2 already, which is not of this Store: something else uses it")
}

// TestFreshNumber: what an earlier process has left in the journal is not taken for something of the next.
func TestFreshNumber(t *testing.T) {
	d, s, data := running(t)
	n := s.last.number
	s = open(t, d, Opts{})
	require.Equal(t, n+1, s.last.number)
	require.NotEqual(t, uint32(0), s.last.start)
	require.Equal(t, n+1, open(t, d, Opts{}).last.number, "there was nothing to undo")
	require.NoError(t, s.Transfer(0, []byte("x"), 0, nil))
	s = open(t, d, Opts{})
	require.Equal(t, n+2, s.last.number)
	got := make([]byte, s.Size())
	require.NoError(t, s.Transfer(0, nil, 0, got))
	require.Equal(t, data, got)
}

// TestWear: no cell of the Store's own is written in each checkpoint.
func TestWear(t *testing.T) {
	d := newRAM(8 << 10)
	s := open(t, d, Opts{Block: 64})
	written := make([]int, len(d.b))
	d.fail = func(addr uint64, w []byte) error {
		for i := range w {
			written[addr+uint64(i)]++
		}
		return nil
	}
	const checkpoints = 80
	for range checkpoints {
		s.put(t, "more")
		require.NoError(t, s.commit([]byte("state")))
	}
	most := func(from, to uint64) (n int) {
		for _, w := range written[from:to] {
			n = max(n, w)
		}
		return n
	}
	l := s.layout
	require.Equal(t, checkpoints, most(l.data(), l.entryAt(0)))
	require.Equal(t, checkpoints/headers, most(0, ringBytes))
	require.Equal(t, checkpoints/headers, most(secondRing(8<<10), 8<<10))
	require.Equal(t, checkpoints/2, most(l.stateAt(0), l.data()))
	require.LessOrEqual(t, most(l.entryAt(0), l.entryAt(l.blocks)), checkpoints/int(l.blocks)+1)
}

// A disk keeps what was written only once it is synced; before that it keeps some of it, in any order.
type disk struct {
	*ram            // as it is read
	kept    []byte  // without power
	pending []write // in between
	left    int     // writes until the power goes
}

type write struct {
	addr uint64
	b    []byte
}

func (d *disk) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if len(w) > 0 {
		if d.left--; d.left < 0 {
			return errBus
		}
		d.pending = append(d.pending, write{waddr, bytes.Clone(w)})
	}
	return d.ram.Transfer(waddr, w, raddr, r)
}

func (d *disk) Sync() error {
	if d.left < 0 {
		return errBus
	}
	d.kept, d.pending = bytes.Clone(d.b), nil
	return nil
}

// cut is what is left when the power goes.
func (d *disk) cut(r *rand.Rand) *disk {
	for _, w := range d.pending {
		if r.IntN(2) == 0 {
			copy(d.kept[w.addr:], w.b)
		}
	}
	return newDisk(d.kept)
}

func newDisk(b []byte) *disk {
	return &disk{ram: &ram{b: bytes.Clone(b)}, kept: bytes.Clone(b), left: 1 << 30}
}

// TestDisk: the order in which things have to be on the device holds on one that reorders what is not synced.
func TestDisk(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		for left := 1; ; left++ {
			d := newDisk(make([]byte, 4<<10))
			d.left = left
			s, err := Open(d, Opts{Block: 32, State: 20})
			if err != nil {
				continue
			}
			checkpoints, done := scribble(t, s)
			if done {
				break
			}
			d = d.cut(r)
			d.left = left % 40
			Open(d, Opts{Block: 32, State: 20}) // and once more, as it is opened
			d = d.cut(r)
			s, err = Open(d, Opts{Block: 32, State: 20})
			require.NoError(t, err)
			checkScribbled(t, s, checkpoints)
		}
	}
}
