package driver_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// oddPort is a port whose TxPackets does not do what it should.
type oddPort struct {
	spi.Port
	txPackets func(c spi.Conn, p []spi.Packet) error
}

func (p oddPort) Connect(f physic.Frequency, mode spi.Mode, bits int) (spi.Conn, error) {
	c, err := p.Port.Connect(f, mode, bits)
	return oddConn{c, p.txPackets}, err
}

type oddConn struct {
	spi.Conn
	txPackets func(c spi.Conn, p []spi.Packet) error
}

func (c oddConn) TxPackets(p []spi.Packet) error { return c.txPackets(c.Conn, p) }

// TestOddPackets: a TxPackets that reports success without having sent frames is found out when the chip is opened, and not used.
func TestOddPackets(t *testing.T) {
	odd := map[string]func(c spi.Conn, p []spi.Packet) error{
		"does nothing": func(spi.Conn, []spi.Packet) error { return nil },
		"keeps the chip selected between packets": func(c spi.Conn, p []spi.Packet) error {
			for i := range p[:len(p)-1] {
				p[i].KeepCS = true
			}
			return c.TxPackets(p)
		},
		"sends only the first": func(c spi.Conn, p []spi.Packet) error { return c.TxPackets(p[:1]) },
		"reads nothing": func(c spi.Conn, p []spi.Packet) error {
			for i := range p {
				p[i].R = make([]byte, len(p[i].R))
			}
			return c.TxPackets(p)
		},
	}
	for what, txPackets := range odd {
		for _, float := range []bool{false, true} {
			for _, name := range []string{"23K256", "23LC1024", "APS6404L", "MB85RS4MT", "MR25H10"} {
				t.Run(name+"/"+what, func(t *testing.T) {
					bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name, Lenient: true, PullDown: float})
					require.NoError(t, err)
					d, err := driver.NewSPI(oddPort{bus.Port(0), txPackets}, &driver.Opts{Chip: name})
					require.NoError(t, err)
					misuses := bus.Counters().Misuses
					compare(t, d, bus, 5)
					require.Equal(t, misuses, bus.Counters().Misuses)
				})
			}
		}
	}
}
