package sim_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

func newBus(t *testing.T, o sim.Opts, names ...string) *sim.Bus {
	var chips []sim.Chip
	for _, n := range names {
		chips = append(chips, sim.Chip{Name: n})
	}
	b, err := sim.New(o, chips...)
	require.NoError(t, err)
	return b
}

// must sends frames that are right.
func (w wire) must(frames ...string) (last []byte) {
	for _, f := range frames {
		var err error
		last, err = w.send(f)
		require.NoError(w.t, err, f)
	}
	return last
}

func TestCounters(t *testing.T) {
	b := newBus(t, sim.Opts{}, "23LC1024")
	w := connect(t, b, 0, 10*mhz)
	w.must("01 40")
	require.Equal(t, sim.Counters{Transactions: 1, Frames: 1, Bytes: 2, Time: 60*time.Microsecond + 1600}, b.Counters())
	require.NoError(t, w.c.TxPackets([]spi.Packet{
		{W: []byte{2, 0, 0, 0}, KeepCS: true}, {W: make([]byte, 6)},
		{W: []byte{3, 0, 0, 0}, KeepCS: true}, {R: make([]byte, 6)},
	}))
	require.Equal(t, sim.Counters{Transactions: 2, Frames: 3, Bytes: 22, Time: 130*time.Microsecond + 17600}, b.Counters())

	none := newBus(t, sim.Opts{Overhead: -1, Gap: -1}, "23LC1024")
	require.NoError(t, connect(t, none, 0, 10*mhz).c.TxPackets([]spi.Packet{{W: []byte{1, 0x40}}, {W: []byte{5, 0}}}))
	require.Equal(t, 3200*time.Nanosecond, none.Counters().Time)
}

// TestChipSelects: chips on one bus do not hear each other's frames, and share the counters.
func TestChipSelects(t *testing.T) {
	b := newBus(t, sim.Opts{Name: "SPI1"}, "23LC1024", "MR25H10", "")
	ram, mram, nothing := connect(t, b, 0, mhz), connect(t, b, 1, mhz), connect(t, b, 2, mhz)
	require.Equal(t, "SPI1.1", mram.c.String())
	ram.must("01 40", "02 000000 07")
	mram.must("06", "02 000000 08")
	require.Equal(t, byte(7), ram.must("03 000000 00")[4])
	require.Equal(t, byte(8), mram.must("03 000000 00")[4])
	require.Equal(t, []byte{0xff, 0xff}, nothing.must("03 00"))
	require.EqualValues(t, 7, b.Counters().Transactions)
}

// TestPort: the rules of Linux's ports hold.
func TestPort(t *testing.T) {
	b := newBus(t, sim.Opts{}, "23LC1024")
	for _, tt := range []struct {
		f    physic.Frequency
		mode spi.Mode
		bits int
		want string
	}{
		{0, spi.Mode0, 8, "invalid clock 0Hz"},
		{2 * physic.GigaHertz, spi.Mode0, 8, "invalid clock 2GHz"},
		{mhz, spi.Mode1, 8, "the chips work in modes 0 and 3, not in Mode1"},
		{mhz, spi.Mode0 | spi.HalfDuplex, 8, "not in Mode0|HalfDuplex"},
		{mhz, spi.Mode0, 9, "9 bits per word"},
	} {
		_, err := b.Port(0).Connect(tt.f, tt.mode, tt.bits)
		require.ErrorContains(t, err, tt.want)
	}
	p := b.Port(0)
	require.ErrorContains(t, p.LimitSpeed(1), "invalid clock")
	c, err := p.Connect(mhz, spi.Mode3, 8)
	require.NoError(t, err)
	_, err = p.Connect(mhz, spi.Mode0, 8)
	require.ErrorContains(t, err, "sim.0: Connect can be called only once")

	for _, tt := range []struct {
		packets []spi.Packet
		want    string
	}{
		{nil, "empty transaction"},
		{[]spi.Packet{{}}, "empty transaction"},
		{[]spi.Packet{{W: make([]byte, 3), R: make([]byte, 4)}}, "buffers of 3 and 4 bytes"},
		{[]spi.Packet{{W: []byte{5, 0}, BitsPerWord: 16}}, "16 bits per word"},
		{[]spi.Packet{{W: []byte{5, 0}, KeepCS: true}}, "the last packet leaves the chip selected"},
		{[]spi.Packet{{W: make([]byte, 4097)}}, "a transaction of 4097 bytes: the limit is 4096"},
		{[]spi.Packet{{W: make([]byte, 2000)}, {R: make([]byte, 2090)}}, "4090 bytes that needs 4224 in the kernel's buffer"},
		{bytesPackets(33), "66 bytes that needs 4224"},
	} {
		require.ErrorContains(t, c.TxPackets(tt.packets), tt.want)
	}
	require.NoError(t, c.TxPackets(bytesPackets(32)))
	require.NoError(t, p.Close())

	p = newBus(t, sim.Opts{NoPackets: true}, "23LC1024").Port(0)
	c, err = p.Connect(mhz, spi.Mode0, 8)
	require.NoError(t, err)
	require.ErrorContains(t, c.TxPackets(bytesPackets(1)), "not implemented")
}

// bytesPackets are n reads of the mode register.
func bytesPackets(n int) (p []spi.Packet) {
	for range n {
		p = append(p, spi.Packet{W: []byte{5, 0}})
	}
	return p
}

func TestFault(t *testing.T) {
	b := newBus(t, sim.Opts{}, "23LC1024")
	w := connect(t, b, 0, mhz)
	w.must("01 40", "02 000000 01020304")
	b.Inject(sim.Fault{At: 2, Times: 2, After: 6})
	b.Inject(sim.Fault{At: 5, Err: errors.New("cable")})

	w.must("05 00")
	_, err := w.send("02 000000 05060708")
	require.ErrorIs(t, err, sim.ErrFault)
	_, err = w.send("05 00")
	require.ErrorIs(t, err, sim.ErrFault)
	require.Equal(t, []byte{5, 6, 3, 4}, w.must("03 000000 *4")[4:], "two bytes had arrived")
	_, err = w.send("05 00")
	require.ErrorContains(t, err, "cable")
	w.must("05 00")
}

// TestPowerCut: volatile chips lose everything, others keep what had arrived.
func TestPowerCut(t *testing.T) {
	b := newBus(t, sim.Opts{}, "23LC1024", "MB85RS1MT")
	ram, fram := connect(t, b, 0, mhz), connect(t, b, 1, mhz)
	ram.must("01 40", "02 000000 0102030405060708")
	fram.must("06", "02 000000 01020304", "06")
	b.Inject(sim.Fault{At: 1, After: 6, PowerCut: true})

	_, err := fram.send("02 000000 05060708")
	require.ErrorIs(t, err, sim.ErrFault)
	for _, w := range []wire{ram, fram} {
		_, err = w.send("05 00")
		require.ErrorContains(t, err, "no power")
	}
	b.PowerOn()
	require.Equal(t, byte(0), fram.must("05 00")[1], "the latch is clear")
	require.Equal(t, []byte{5, 6, 3, 4}, fram.must("03 000000 *4")[4:])
	_, err = ram.send("03 000000 00")
	require.ErrorContains(t, err, "mode not set since power-up")
	require.NotEqual(t, []byte{1, 2, 3, 4, 5, 6, 7, 8}, ram.must("01 40", "03 000000 *8")[4:])
}

// TestRandom: content after power-up is random, and the same for the same seed.
func TestRandom(t *testing.T) {
	peek := func(b *sim.Bus) []byte {
		p := make([]byte, 10000)
		b.Peek(0, 3000, p)
		return p
	}
	a, b := newBus(t, sim.Opts{}, "APS6404L"), newBus(t, sim.Opts{}, "APS6404L")
	first := peek(a)
	require.Equal(t, first, peek(a))
	require.Equal(t, first, peek(b))
	require.Less(t, bytes.Count(first, []byte{0}), 100)
	b.PowerOff()
	b.PowerOn()
	require.NotEqual(t, first, peek(b))
	c, err := sim.New(sim.Opts{}, sim.Chip{Name: "APS6404L", Seed: 1})
	require.NoError(t, err)
	require.NotEqual(t, first, peek(c))
}

func TestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mram")
	open := func(name string) (*sim.Bus, error) {
		return sim.New(sim.Opts{}, sim.Chip{Name: name, File: file})
	}
	b, err := open("MR25H10")
	require.NoError(t, err)
	w := connect(t, b, 0, mhz)
	w.must("06", "02 000ffe 01020304") // across a page of the file
	w.must("06", "02 01fffe 0506")
	require.Equal(t, byte(0), w.must("03 000000 00")[4], "a new file is zeros")
	b.Inject(sim.Fault{At: 2, After: 5, PowerCut: true})
	w.must("06")
	_, err = w.send("02 001234 0708")
	require.Error(t, err)
	require.NoError(t, b.Close())

	b, err = open("MR25H10")
	require.NoError(t, err)
	w = connect(t, b, 0, mhz)
	require.Equal(t, []byte{1, 2, 3, 4}, w.must("03 000ffe *4")[4:])
	require.Equal(t, []byte{5, 6}, w.must("03 01fffe *2")[4:])
	require.Equal(t, []byte{7, 0}, w.must("03 001234 *2")[4:])
	require.NoError(t, b.Close())

	_, err = open("MR25H40")
	require.ErrorContains(t, err, "mram: it has 131072 bytes, not 524288")
	_, err = open("23LC1024")
	require.ErrorContains(t, err, "23LC1024: its content is volatile")
	_, err = open("MR25H41")
	require.ErrorContains(t, err, "unknown chip")
	file = filepath.Join(t.TempDir(), "no", "mram")
	_, err = open("MR25H10")
	require.ErrorIs(t, err, os.ErrNotExist)
}

// TestFileFails: what cannot be kept is not reported as written.
func TestFileFails(t *testing.T) {
	b, err := sim.New(sim.Opts{}, sim.Chip{Name: "MR25H10", File: filepath.Join(t.TempDir(), "mram")})
	require.NoError(t, err)
	w := connect(t, b, 0, mhz)
	w.must("06")
	require.NoError(t, b.Close())
	_, err = w.send("02 000000 01")
	require.ErrorIs(t, err, os.ErrClosed)
}
