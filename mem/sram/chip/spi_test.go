package chip_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// echo is a port that answers with what it is sent, counted up by one, and notes the sizes of its transactions.
type echo struct {
	max    int
	duplex conn.Duplex
	txs    []int   // bytes of a Tx
	multi  [][]int // bytes of the packets of a TxPackets
	fail   int     // the TxPackets that fails
}

func (e *echo) String() string       { return "echo" }
func (e *echo) Duplex() conn.Duplex  { return e.duplex }
func (e *echo) MaxTxSize() int       { return e.max }
func (e *echo) Tx(w, r []byte) error { e.txs = append(e.txs, len(w)); return up(w, r) }

func (e *echo) Connect(physic.Frequency, spi.Mode, int) (spi.Conn, error) { return e, nil }

func (e *echo) TxPackets(p []spi.Packet) error {
	var sizes []int
	for i := range p {
		sizes = append(sizes, len(p[i].W))
		if err := up(p[i].W, p[i].R); err != nil {
			return err
		}
	}
	if e.multi = append(e.multi, sizes); len(e.multi) == e.fail {
		return errors.New("failed")
	}
	return nil
}

func up(w, r []byte) error {
	if len(r) != 0 && len(r) != len(w) {
		return errors.New("lengths differ")
	}
	for i := range r {
		r[i] = w[i] + 1
	}
	return nil
}

func frames(sizes ...int) (f []chip.Frame) {
	for i, n := range sizes {
		x := chip.Frame{Header: []byte{byte(i)}, Write: make([]byte, n-1)}
		if i%2 == 1 {
			x.Write, x.Read = nil, make([]byte, n-1)
		}
		f = append(f, x)
	}
	return f
}

// TestFrames: as many frames go into a transaction as the limit allows, each rounded up to 128 bytes, at most 32.
func TestFrames(t *testing.T) {
	for _, tt := range []struct {
		max   int
		sizes []int
		want  [][]int
	}{
		{0, []int{132, 132}, [][]int{{132, 132}}},
		{0, []int{4096, 2, 3}, [][]int{{4096}, {2, 3}}},
		{0, []int{3968, 128, 1}, [][]int{{3968, 128}, {1}}},
		{0, []int{3969, 128, 1}, [][]int{{3969}, {128, 1}}},
		{512, []int{100, 100, 100, 100, 100}, [][]int{{100, 100, 100, 100}, {100}}},
		{16, []int{16, 2, 2}, [][]int{{16}, {2}, {2}}},
		{1 << 16, repeat(2, 33), [][]int{repeat(2, 32), {2}}},
	} {
		e := &echo{max: tt.max}
		b, err := chip.NewSPI(e, mhz)
		require.NoError(t, err)
		f := frames(tt.sizes...)
		n, err := b.Frames(f)
		require.NoError(t, err)
		require.Equal(t, len(f), n)
		require.Equal(t, tt.want, e.multi)
		for i := range f {
			for _, got := range f[i].Read {
				require.Equal(t, byte(1), got)
			}
		}
	}
}

func repeat(n, times int) (s []int) {
	for range times {
		s = append(s, n)
	}
	return s
}

// TestFramesFail: the frames of transactions before the one that failed count as sent.
func TestFramesFail(t *testing.T) {
	e := &echo{max: 256, fail: 2}
	b, err := chip.NewSPI(e, mhz)
	require.NoError(t, err)
	n, err := b.Frames(frames(2, 3, 4, 5, 6))
	require.EqualError(t, err, "failed")
	require.Equal(t, 2, n)
}

// TestMaxFrame: the limit is 4096 where the port does not tell, and what rounding leaves where it does.
func TestMaxFrame(t *testing.T) {
	for max, want := range map[int]int{0: 4096, 4096: 4096, 65536: 65536, 5000: 4992, 128: 128, 100: 100} {
		b, err := chip.NewSPI(&echo{max: max}, mhz)
		require.NoError(t, err)
		require.Equal(t, want, b.MaxFrame())
	}
	_, err := chip.NewSPI(&echo{duplex: conn.Half}, mhz)
	require.ErrorContains(t, err, "echo: half duplex")
}

// TestMemory: a frame must have room for data.
func TestMemory(t *testing.T) {
	b, err := chip.NewSPI(&echo{max: 5}, mhz)
	require.NoError(t, err)
	p := chip.Protocol{Name: "chip", Size: 1 << 20, AddrBytes: 3, Read: chip.CmdRead}
	_, err = chip.NewMemory(b, b.Frames, p)
	require.NoError(t, err)
	p.Dummy = 1
	_, err = chip.NewMemory(b, b.Frames, p)
	require.EqualError(t, err, "chip: a frame may have 5 bytes (bus: 5): too few for one byte of data")
}

// TestNoAllocation: transfers allocate nothing once the buffers have their size.
func TestNoAllocation(t *testing.T) {
	b, err := chip.NewSPI(quiet{&echo{}}, mhz)
	require.NoError(t, err)
	p := chip.Protocol{Name: "chip", Size: 1 << 20, AddrBytes: 3, Read: chip.CmdRead, Enable: chip.CmdWriteEnable, Page: 1024, MaxFrame: 20}
	m, err := chip.NewMemory(b, b.Frames, p)
	require.NoError(t, err)
	w, r := make([]byte, 1000), make([]byte, 1000)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		if err := m.Transfer(0, w, 0, r); err != nil {
			t.Error(err)
		}
	}))
}

// quiet is an echo that notes nothing.
type quiet struct{ *echo }

func (q quiet) Connect(physic.Frequency, spi.Mode, int) (spi.Conn, error) { return q, nil }
func (q quiet) TxPackets([]spi.Packet) error                              { return nil }
