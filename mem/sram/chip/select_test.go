package chip_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/gpio"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// pin is an output.
type pin struct {
	gpio.PinOut
	name  string
	level gpio.Level
	err   error
}

func (p *pin) Name() string { return p.name }

func (p *pin) Out(l gpio.Level) error {
	p.level = l
	return p.err
}

// wires are a bus whose own chip select goes nowhere: what is sent reaches the chips whose pins are low.
type wires struct {
	t     *testing.T
	pins  []*pin
	conns []spi.Conn
}

// wiresPort is one opening of the bus.
type wiresPort struct {
	*wires
	spi.Conn // of any chip: for what is the same for all
}

func (w *wiresPort) Close() error                      { return nil }
func (w *wiresPort) LimitSpeed(physic.Frequency) error { return nil }
func (w *wiresPort) String() string                    { return "SPI0.0" }

func (w *wiresPort) Connect(_ physic.Frequency, mode spi.Mode, _ int) (spi.Conn, error) {
	require.Equal(w.t, spi.Mode0|spi.NoCS, mode)
	w.Conn = w.conns[0]
	return w, nil
}

func (w *wiresPort) Tx(b, r []byte) error { return w.TxPackets([]spi.Packet{{W: b, R: r}}) }

func (w *wiresPort) TxPackets(p []spi.Packet) error {
	for i, pin := range w.pins {
		if pin.level == gpio.Low {
			require.Len(w.t, p, 1, "what is in one transaction is one frame to the chip")
			if err := w.conns[i].TxPackets(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// newWires has chips of a kind, each with a pin.
func newWires(t *testing.T, name string, n int) (*wires, *sim.Bus) {
	chips := make([]sim.Chip, n)
	for i := range chips {
		chips[i] = sim.Chip{Name: name, Seed: uint64(i)}
	}
	bus, err := sim.New(sim.Opts{}, chips...)
	require.NoError(t, err)
	w := &wires{t: t}
	for i := range n {
		c, err := bus.Port(i).Connect(20*physic.MegaHertz, spi.Mode0, 8)
		require.NoError(t, err)
		w.conns = append(w.conns, c)
		w.pins = append(w.pins, &pin{PinOut: gpio.INVALID, name: fmt.Sprint("GPIO", 5+i)})
	}
	return w, bus
}

// TestSelectedBy: chips of all families work with pins for chip selects, all on one bus.
func TestSelectedBy(t *testing.T) {
	for _, name := range []string{"23LC1024", "23K256", "APS6404L", "MB85RS1MT", "MR25H10"} {
		w, _ := newWires(t, name, 4)
		var devices []sram.Device
		for _, pin := range w.pins {
			d, err := driver.NewSPI(chip.SelectedBy(&wiresPort{wires: w}, pin), &driver.Opts{Chip: name})
			require.NoError(t, err, name)
			require.Equal(t, name+"{SPI0.0@"+pin.name+"}", d.String())
			devices = append(devices, d)
		}
		all, err := sram.Join(devices...)
		require.NoError(t, err)
		want, got := make([]byte, 100), make([]byte, 100)
		for i := range want {
			want[i] = byte(i * 7)
		}
		for i := range devices {
			want[0] = byte(i)
			require.NoError(t, all.Transfer(uint64(i+1)*devices[0].Size()-100, want, 0, nil))
		}
		for i := range devices {
			want[0] = byte(i)
			require.NoError(t, all.Transfer(0, nil, uint64(i+1)*devices[0].Size()-100, got))
			require.Equal(t, want, got, name)
		}
		for _, pin := range w.pins {
			require.Equal(t, gpio.High, pin.level, "no chip stays selected")
		}
	}
}

// TestSelectedByErrors: a pin that cannot be set is an error, and a frame that fails leaves the chip deselected.
func TestSelectedByErrors(t *testing.T) {
	w, bus := newWires(t, "23LC1024", 1)
	_, err := driver.NewSPI(chip.SelectedBy(&wiresPort{wires: w}, &pin{PinOut: gpio.INVALID, name: "GPIO9", err: errors.New("not an output")}), &driver.Opts{Chip: "23LC1024"})
	require.ErrorContains(t, err, "SPI0.0@GPIO9: deselecting the chip: not an output")

	d, err := driver.NewSPI(chip.SelectedBy(&wiresPort{wires: w}, w.pins[0]), &driver.Opts{Chip: "23LC1024"})
	require.NoError(t, err)
	bus.Inject(sim.Fault{At: 1})
	require.ErrorIs(t, d.Transfer(0, []byte{1}, 0, nil), sim.ErrFault)
	require.Equal(t, gpio.High, w.pins[0].level)
	require.NoError(t, d.Transfer(0, []byte{1}, 0, nil))
}
