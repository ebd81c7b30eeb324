package persist

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// A ram is a device in memory that can be made to fail.
type ram struct {
	b    []byte
	fail func(waddr uint64, w []byte) error // asked before each transfer
	late bool                               // fails behind the transfer, not before it
}

func (r *ram) String() string { return "ram" }
func (r *ram) Size() uint64   { return uint64(len(r.b)) }
func (r *ram) Halt() error    { return nil }

func (r *ram) Transfer(waddr uint64, w []byte, raddr uint64, p []byte) error {
	if r.fail != nil && !r.late {
		if err := r.fail(waddr, w); err != nil {
			return err
		}
	}
	copy(r.b[waddr:], w)
	copy(p, r.b[raddr:])
	if r.fail != nil && r.late {
		return r.fail(waddr, w)
	}
	return nil
}

var errBus = errors.New("bus broken")

func newRAM(size int) *ram { return &ram{b: make([]byte, size)} }

func open(t *testing.T, d *ram, o Opts) *Store {
	s, err := Open(d, o)
	require.NoError(t, err)
	return s
}

func (s *Store) content(t *testing.T) string {
	b := make([]byte, 4)
	require.NoError(t, s.Transfer(0, nil, 100, b))
	return string(b)
}

func (s *Store) put(t *testing.T, text string) {
	require.NoError(t, s.Transfer(100, []byte(text), 0, nil))
}

// TestUndo: what is written after a checkpoint is gone after Open, before it is not.
func TestUndo(t *testing.T) {
	d := newRAM(8 << 10)
	s := open(t, d, Opts{})
	s.put(t, "lost") // before the first checkpoint nothing is kept
	require.Equal(t, "lost", open(t, d, Opts{}).content(t))
	s.put(t, "one.")
	require.NoError(t, s.commit([]byte("state 1")))
	s.put(t, "two.")
	s.put(t, "2222")

	s = open(t, d, Opts{})
	require.Equal(t, "one.", s.content(t))
	require.Equal(t, "state 1", string(s.kept))
	s.put(t, "two!")
	require.NoError(t, s.commit([]byte("state 2")))
	s = open(t, d, Opts{})
	require.Equal(t, "two!", s.content(t))
	require.Equal(t, "state 2", string(s.kept))

	require.NoError(t, s.Discard())
	require.NoError(t, s.Discard())
	require.False(t, open(t, d, Opts{}).keeps())
}

// TestLayout: parts do not overlap, and what is left is a multiple of usual lines.
func TestLayout(t *testing.T) {
	for _, size := range []uint64{8 << 10, 32 << 10, 128 << 10, 512 << 10, 2 << 20} {
		for _, o := range []Opts{{}, {Block: 32}, {Block: 512, State: 100}, {State: 1}} {
			l, err := o.layout(size)
			require.NoError(t, err)
			require.Zero(t, l.blocks*l.block%256)
			require.GreaterOrEqual(t, l.stateAt(0), uint64(scratchAt+scratchBytes))
			require.Equal(t, l.state, l.stateAt(1)-l.stateAt(0))
			require.LessOrEqual(t, l.stateAt(1)+l.state, l.data())
			require.Zero(t, l.data()%l.block)
			require.LessOrEqual(t, l.entryAt(l.blocks), secondRing(size))
			require.Greater(t, l.entryAt(l.blocks)+max(1, 256/l.block)*(l.block+l.entryBytes()), secondRing(size), "room is wasted")
		}
	}
	d := newRAM(32 << 10)
	require.NoError(t, open(t, d, Opts{Block: 64, State: 300}).commit(nil))
	require.Equal(t, layout{block: 64, state: 300, blocks: open(t, d, Opts{}).layout.blocks}, open(t, d, Opts{Block: 256}).layout, "it stays as it is")
}

// TestBadOpen: what cannot be is said.
func TestBadOpen(t *testing.T) {
	for _, c := range []struct {
		size int
		opts Opts
		want string
	}{
		{64, Opts{}, "checkpoints on ram: the device has only 64 bytes"},
		{1 << 10, Opts{}, "checkpoints on ram: the device has only 1024 bytes"},
		{2 << 10, Opts{}, "checkpoints on ram: the device has 2048 bytes, too few for two states of 512"},
		{8 << 10, Opts{Block: 100}, "checkpoints on ram: blocks of 100 bytes: a power of two from 32 to 4096 is needed"},
		{8 << 10, Opts{State: -1}, "checkpoints on ram: -1 bytes for states: the device has 8192"},
		{8 << 10, Opts{State: 9000}, "checkpoints on ram: 9000 bytes for states: the device has 8192"},
	} {
		_, err := Open(newRAM(c.size), c.opts)
		require.EqualError(t, err, c.want)
	}

	d := newRAM(16 << 10)
	s := open(t, d, Opts{})
	require.NoError(t, s.commit([]byte("state")))
	_, err := Open(&ram{b: d.b[:8<<10]}, Opts{})
	require.EqualError(t, err, "checkpoints on ram: they are of a device of 16384 bytes, this one has 8192")

	d.b[s.layout.stateAt(s.last.number)] ^= 7
	_, err = Open(d, Opts{})
	require.EqualError(t, err, "checkpoints on ram: the last one is damaged: its state has the wrong checksum")

	d.fail = func(uint64, []byte) error {
		d.b[9]++ // of the headers
		return nil
	}
	_, err = Open(d, Opts{})
	require.EqualError(t, err, "checkpoints on ram: reading twice gives different bytes: look at the wires, or lower the clock")

	d.fail = func(uint64, []byte) error { return errBus }
	_, err = Open(d, Opts{})
	require.EqualError(t, err, "checkpoints on ram: bus broken")

	require.ErrorContains(t, s.Transfer(s.Size()-1, []byte("ab"), 0, nil), "run past the end")
	require.ErrorContains(t, s.Transfer(0, nil, s.Size()+1, nil), "run past the end")
	require.ErrorContains(t, s.commit(make([]byte, 1000)), "take 1000 bytes, there are 512: see Opts.State")
}

// TestFaultInCheckpoint: a bus that fails, with power on, at each transfer of a checkpoint. Either the checkpoint is complete or the former
// one is, and the Store finds out which when the bus works again.
func TestFaultInCheckpoint(t *testing.T) {
	for _, late := range []bool{false, true} {
		for _, times := range []int{1, 1 + retries, 1000} {
			for at := range 10 {
				d := newRAM(8 << 10)
				s := open(t, d, Opts{})
				s.put(t, "one.")
				require.NoError(t, s.commit([]byte("state 1")))
				first := s.last.number
				s.put(t, "two.")
				n := 0
				d.late = late
				d.fail = func(uint64, []byte) error {
					n++
					if n > at && n <= at+times {
						return errBus
					}
					return nil
				}
				err := s.commit([]byte("state 2"))
				if s.doubt != nil {
					require.ErrorContains(t, err, "it is not known whether the last checkpoint is complete: bus broken")
					require.ErrorIs(t, s.Transfer(100, []byte("two!"), 0, nil), errBus)
					require.ErrorIs(t, s.commit(nil), errBus)
				}
				d.fail = nil
				s.put(t, "two!") // goes to the journal of the right checkpoint
				want := "one. state 1"
				if s.last.number == first+1 {
					want = "two. state 2"
				}
				require.True(t, err != nil || s.last.number == first+1)
				s = open(t, d, Opts{})
				require.Equal(t, want, s.content(t)+" "+string(s.kept))
			}
		}
	}
}

// TestFaultInSave: a write whose block could not be saved is not done, and may be repeated.
func TestFaultInSave(t *testing.T) {
	for at := range 3 {
		d := newRAM(8 << 10)
		s := open(t, d, Opts{})
		s.put(t, "one.")
		require.NoError(t, s.commit(nil))
		d.fail = func(uint64, []byte) error {
			if at--; at < 0 {
				return errBus
			}
			return nil
		}
		require.ErrorIs(t, s.Transfer(100, []byte("two."), 0, nil), errBus)
		d.fail = nil
		require.Equal(t, "one.", open(t, &ram{b: bytes.Clone(d.b)}, Opts{}).content(t))
		s.put(t, "two.")
		require.Equal(t, "two.", s.content(t))
		require.Equal(t, "one.", open(t, d, Opts{}).content(t))
	}
}

// TestDisturbedEntry: reading a bad entry once does not end the journal.
func TestDisturbedEntry(t *testing.T) {
	d := newRAM(8 << 10)
	s := open(t, d, Opts{})
	s.put(t, "one.")
	require.NoError(t, s.commit(nil))
	s.put(t, "two.")
	at, n := s.layout.entryAt(0), 0
	noisy := &noise{d, func(raddr uint64, r []byte) {
		if raddr == at {
			if n++; n == 1 {
				r[40]++
			}
		}
	}}
	s, err := Open(noisy, Opts{})
	require.NoError(t, err)
	require.Equal(t, "one.", s.content(t))
}

// noise changes what is read.
type noise struct {
	*ram
	change func(raddr uint64, r []byte)
}

func (d *noise) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	err := d.ram.Transfer(waddr, w, raddr, r)
	d.change(raddr, r)
	return err
}

// TestLargeDevice: a device whose 64th has more bytes than a header can tell is divided as before when it is opened again.
func TestLargeDevice(t *testing.T) {
	for _, size := range []uint64{300 << 30, 4 << 40} {
		d := &sparse{size: size, pages: map[uint64]*[4096]byte{}}
		s, err := Open(d, Opts{Block: 4096})
		require.NoError(t, err)
		require.NoError(t, s.Transfer(100, []byte("one."), 0, nil))
		require.NoError(t, s.commit([]byte("state 1")))
		require.NoError(t, s.Transfer(100, []byte("two."), 0, nil))
		again, err := Open(d, Opts{})
		require.NoError(t, err)
		require.Equal(t, s.layout, again.layout)
		require.Equal(t, "one.", again.content(t))
	}
	_, err := Open(&sparse{size: 300 << 30, pages: map[uint64]*[4096]byte{}}, Opts{State: 1<<30 + 1})
	require.ErrorContains(t, err, "1073741825 bytes for states: at most 1073741824")
}

// sparse is a device that takes room only where it was written.
type sparse struct {
	size  uint64
	pages map[uint64]*[4096]byte
}

func (d *sparse) String() string { return "sparse" }
func (d *sparse) Size() uint64   { return d.size }
func (d *sparse) Halt() error    { return nil }

func (d *sparse) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	for i, b := range w {
		*d.at(waddr + uint64(i)) = b
	}
	for i := range r {
		r[i] = *d.at(raddr + uint64(i))
	}
	return nil
}

func (d *sparse) at(addr uint64) *byte {
	p := d.pages[addr/4096]
	if p == nil {
		p = new([4096]byte)
		d.pages[addr/4096] = p
	}
	return &p[addr%4096]
}
