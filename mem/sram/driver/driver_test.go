package driver_test

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/psram"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

// hosts are buses with different limits.
var hosts = map[string]sim.Opts{
	"spidev":         {},
	"no packets":     {NoPackets: true},
	"small":          {MaxTxSize: 16, PacketAlign: 1},
	"small, aligned": {MaxTxSize: 300},
	"large":          {MaxTxSize: 65536},
}

// TestChips reads and writes at random on every chip of the table, on every host, next to a plain []byte.
func TestChips(t *testing.T) {
	for _, c := range chip.Table() {
		for name, host := range hosts {
			t.Run(c.Name+"/"+name, func(t *testing.T) {
				bus, err := sim.New(host, sim.Chip{Name: c.Name})
				require.NoError(t, err)
				d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: c.Name})
				require.NoError(t, err)
				require.Equal(t, c.Size, d.Size())
				require.Equal(t, c.Name+"{sim.0}", d.String())
				require.Implements(t, (*sram.Device)(nil), d)
				compare(t, d, bus, 40)
				require.NoError(t, d.Halt())
				require.Zero(t, bus.Counters().Misuses)
				traffic(t, d, bus)
			})
		}
	}
}

// traffic compares what a device counted with what went over the bus, and reckons the time of it as the bus does.
func traffic(t *testing.T, d driver.Dev, bus *sim.Bus) {
	sent, got := bus.Counters(), sram.TrafficOf(d)
	require.Equal(t, sram.Traffic{Transactions: sent.Transactions, Frames: sent.Frames, Bytes: sent.Bytes}, got)
	c, err := chip.Lookup(strings.TrimSuffix(d.String(), "{sim.0}"))
	require.NoError(t, err)
	clock := c.MaxClock
	if c.Family == chip.PSRAM {
		clock = psram.DefaultOpts.Clock
	}
	require.InEpsilon(t, sent.Time, got.Time(sram.ArrayOpts{Clock: uint64(clock / physic.Hertz)}), 1e-4)
}

// TestClocks does so with PSRAM at clocks where frames are shorter or longer, and where reads need a dummy byte.
func TestClocks(t *testing.T) {
	for name, slowest := range map[string]int64{"APS6404L": 10, "IS66WVS4M8": 20} {
		for _, mhz := range []int64{slowest, 33, 40, 84, 104} {
			t.Run(name+"/"+strconv.FormatInt(mhz, 10), func(t *testing.T) {
				bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name})
				require.NoError(t, err)
				d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name, Clock: physic.Frequency(mhz) * physic.MegaHertz})
				require.NoError(t, err)
				compare(t, d, bus, 100)
			})
		}
	}
}

// compare makes random transfers. The places that matter are preferred: both ends of the chip, and the pages of PSRAM.
func compare(t *testing.T, d driver.Dev, bus *sim.Bus, transfers int) {
	r := rand.New(rand.NewPCG(1, d.Size()))
	want := make([]byte, d.Size())
	bus.Peek(0, 0, want)
	place := func(n int) uint64 {
		room := d.Size() - uint64(n)
		switch r.IntN(4) {
		case 0:
			return r.Uint64N(min(room+1, 64))
		case 1:
			return room - r.Uint64N(min(room+1, 64))
		case 2:
			return min(room, r.Uint64N(d.Size())&^1023+1020)
		}
		return r.Uint64N(room + 1)
	}
	sizes := []int{0, 1, 2, 31, 32, 33, 128, 1024, 5000}
	for range transfers {
		w := make([]byte, sizes[r.IntN(len(sizes))])
		for i := range w {
			w[i] = byte(r.Uint32())
		}
		got := make([]byte, sizes[r.IntN(len(sizes))])
		waddr, raddr := place(len(w)), place(len(got))
		require.NoError(t, d.Transfer(waddr, w, raddr, got))
		copy(want[waddr:], w)
		require.True(t, bytes.Equal(want[raddr:][:len(got)], got), "%d bytes read at %#x behind %d written at %#x", len(got), raddr, len(w), waddr)
	}
	all := make([]byte, len(want))
	bus.Peek(0, 0, all)
	require.True(t, bytes.Equal(want, all), "content")
}

// TestRange: what is outside the chip is refused before anything is sent.
func TestRange(t *testing.T) {
	for _, name := range []string{"23LC1024", "APS6404L", "MB85RS4MT"} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name})
		require.NoError(t, err)
		d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name})
		require.NoError(t, err)
		before := bus.Counters()

		require.ErrorContains(t, d.Transfer(d.Size()-3, make([]byte, 4), 0, nil), "write of 4 bytes at 0x")
		require.ErrorContains(t, d.Transfer(0, make([]byte, 4), d.Size(), make([]byte, 1)), "read of 1 bytes at 0x")
		require.ErrorContains(t, d.Transfer(1<<63, make([]byte, 4), 0, nil), "past the end of the chip")
		require.ErrorContains(t, d.Transfer(0, nil, ^uint64(0), make([]byte, 2)), "past the end of the chip")
		require.NoError(t, d.Transfer(d.Size(), nil, d.Size(), nil))
		require.Equal(t, before, bus.Counters())
	}
}

// TestOneTransaction: a write and a read are one transaction where the host can do that, and two where it cannot.
func TestOneTransaction(t *testing.T) {
	for _, tt := range []struct {
		host sim.Opts
		chip string
		want uint64
	}{
		{sim.Opts{}, "23LC1024", 1},
		{sim.Opts{NoPackets: true}, "23LC1024", 2},
		{sim.Opts{}, "MB85RS1MT", 1},
		{sim.Opts{NoPackets: true}, "MB85RS1MT", 3},
		{sim.Opts{}, "APS6404L", 2}, // 22 frames each way, of which a transaction has 32 at most
		{sim.Opts{NoPackets: true}, "APS6404L", 44},
	} {
		bus, err := sim.New(tt.host, sim.Chip{Name: tt.chip})
		require.NoError(t, err)
		d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: tt.chip, Clock: 20 * physic.MegaHertz})
		require.NoError(t, err)
		before := bus.Counters().Transactions
		require.NoError(t, d.Transfer(256, make([]byte, 128), 1024, make([]byte, 128)))
		require.Equal(t, tt.want, bus.Counters().Transactions-before, tt.chip)
	}
}

// TestErrors: a failed transfer names the chip, the operation, the address and the cause, and the chip works on.
func TestErrors(t *testing.T) {
	for _, name := range []string{"23LC1024", "APS6404L", "MB85RS4MT"} {
		for n := 1; n <= 12; n++ {
			bus, err := sim.New(sim.Opts{NoPackets: true}, sim.Chip{Name: name})
			require.NoError(t, err)
			d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name, Clock: 20 * physic.MegaHertz})
			require.NoError(t, err)

			bus.Inject(sim.Fault{At: n, After: 7})
			err = nil
			for i := 0; i < 12 && err == nil; i++ {
				err = d.Transfer(0x1230, []byte("w"), 0x4560, make([]byte, 2))
			}
			var failed *chip.Error
			require.ErrorAs(t, err, &failed)
			require.ErrorIs(t, err, sim.ErrFault)
			require.Equal(t, name+"{sim.0}", failed.Chip)
			if failed.Op == "write" {
				require.EqualValues(t, 0x1230, failed.Addr)
				require.Equal(t, 1, failed.Len)
			} else {
				require.Equal(t, "read", failed.Op)
				require.EqualValues(t, 0x4560, failed.Addr)
			}
			compare(t, d, bus, 2)
		}
	}
}

func TestUnknown(t *testing.T) {
	bus, err := sim.New(sim.Opts{}, sim.Chip{})
	require.NoError(t, err)
	_, err = driver.NewSPI(bus.Port(0), &driver.Opts{Chip: "24LC1024"})
	require.ErrorContains(t, err, `unknown chip "24LC1024"; known are 23K640`)
}

// TestFaultAtOpen: whatever transaction fails while a chip is brought up, either opening it fails with the cause, or the chip works.
func TestFaultAtOpen(t *testing.T) {
	for _, name := range []string{"23K256", "23LC1024", "APS6404L", "MB85RS4MT", "MR25H10"} {
		for _, host := range []sim.Opts{{}, {NoPackets: true}} {
			bus, err := sim.New(host, sim.Chip{Name: name})
			require.NoError(t, err)
			_, err = driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name})
			require.NoError(t, err)
			for n := range bus.Counters().Transactions {
				bus, err := sim.New(host, sim.Chip{Name: name})
				require.NoError(t, err)
				bus.Inject(sim.Fault{At: int(n) + 1})
				d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name})
				if err == nil {
					compare(t, d, bus, 2)
					continue
				}
				require.ErrorIs(t, err, sim.ErrFault)
				require.ErrorContains(t, err, name+"{sim.0}: ")
				require.Nil(t, d)
			}
		}
	}
}
