package tinygo_test

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/serialram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/tinygo"
)

// machine is a microcontroller's SPI and chip select pin in front of an emulated chip. The emulator wants whole frames, so a frame is
// passed on when something is read, or else when the pin goes up.
type machine struct {
	t        *testing.T
	c        conn.Conn
	selected bool
	sent     []byte
	read     bool // the frame was passed on
	err      error
}

func newMachine(t *testing.T, name string, clock physic.Frequency) (*machine, *sim.Bus) {
	b, err := sim.New(sim.Opts{MaxTxSize: 1 << 20}, sim.Chip{Name: name})
	require.NoError(t, err)
	c, err := b.Port(0).Connect(clock, 0, 8)
	require.NoError(t, err)
	return &machine{t: t, c: c}, b
}

func (m *machine) set(high bool) {
	require.NotEqual(m.t, !high, m.selected, "the pin changes")
	m.selected = !high
	if high && !m.read && len(m.sent) > 0 {
		m.err = errors.Join(m.err, m.c.Tx(m.sent, nil))
	}
	m.sent, m.read = nil, false
}

func (m *machine) Tx(w, r []byte) error {
	require.True(m.t, m.selected)
	require.False(m.t, m.read, "nothing follows a read")
	if m.sent = append(m.sent, w...); len(r) == 0 {
		return nil
	}
	require.Empty(m.t, w)
	n := len(m.sent)
	m.sent = append(m.sent, make([]byte, len(r))...)
	in := make([]byte, len(m.sent))
	m.read = true
	err := m.c.Tx(m.sent, in)
	copy(r, in[n:])
	return err
}

// TestDrivers: every driver works over the adapter.
func TestDrivers(t *testing.T) {
	const clock = 20 * physic.MegaHertz
	for name, open := range map[string]func(chip.Bus) (transferrer, error){
		"23LC1024": func(b chip.Bus) (transferrer, error) { return serialram.New(b, &serialram.DefaultOpts) },
		"23K256":   func(b chip.Bus) (transferrer, error) { return serialram.New(b, &serialram.Opts{Chip: "23K256"}) },
		"APS6404L": func(b chip.Bus) (transferrer, error) {
			return psram.New(b, &psram.Opts{Chip: "APS6404L", Clock: clock})
		},
		"FM25V10": func(b chip.Bus) (transferrer, error) { return fram.New(b, &fram.DefaultOpts) },
	} {
		m, bus := newMachine(t, name, clock)
		m.selected = true // as a pin is before it is set
		d, err := open(tinygo.New(m, m.set))
		require.NoError(t, err)
		require.Equal(t, name, d.String())
		require.False(t, m.selected)

		w, r := make([]byte, 5000), make([]byte, 5000)
		for i := range w {
			w[i] = byte(i * i)
		}
		require.NoError(t, d.Transfer(1111, w, 1111, r))
		require.Equal(t, w, r)
		require.NoError(t, d.Halt())
		require.NoError(t, m.err)
		require.Zero(t, bus.Counters().Misuses)
		transactions, frames, bytes := d.Traffic()
		require.Equal(t, frames, transactions)
		require.Equal(t, bus.Counters().Frames, frames)
		require.Equal(t, bus.Counters().Bytes, bytes)
		require.False(t, m.selected)
	}
}

type transferrer interface {
	conn.Resource
	Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error
	Traffic() (transactions, frames, bytes uint64)
}

// broken is an SPI whose nth Tx fails.
type broken struct{ n int }

func (b *broken) Tx(w, r []byte) error {
	if b.n--; b.n == 0 {
		return errors.New("broken")
	}
	return nil
}

// TestErrors: an error says what failed, and the chip is deselected.
func TestErrors(t *testing.T) {
	for n, want := range []string{"sending 4 bytes of command: broken", "sending 2 bytes: broken"} {
		high := false
		b := tinygo.New(&broken{n + 1}, func(h bool) { high = h })
		require.True(t, high)
		require.EqualError(t, b.Frame(make([]byte, 4), make([]byte, 2), nil), want)
		require.True(t, high)
	}
	b := tinygo.New(&broken{2}, func(bool) {})
	require.EqualError(t, b.Frame(make([]byte, 4), nil, make([]byte, 3)), "reading 3 bytes: broken")
}

// TestCompiles builds the example with TinyGo.
func TestCompiles(t *testing.T) {
	compiler, err := exec.LookPath("tinygo")
	if err != nil {
		t.Skip("no tinygo on PATH; https://tinygo.org/getting-started/install says how to get it")
	}
	out := filepath.Join(t.TempDir(), "example.elf")
	text, err := exec.Command(compiler, "build", "-target", "pico", "-o", out, "./testdata/example").CombinedOutput()
	require.NoError(t, err, "%s", text)
}
