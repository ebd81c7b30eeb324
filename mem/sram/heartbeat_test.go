package sram_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

const (
	always = time.Nanosecond // any sign of life is older
	never  = 1000 * time.Hour
)

// families has a chip with and one without an ID, of each kind that there is.
var families = []string{"23K256", "23LC1024", "APS6404L", "IS66WVS1M8", "MB85RS256B", "MB85RS4MT", "MR25H256"}

// watched opens an emulated chip that does what a real one would, with its driver and a heartbeat.
func watched(t *testing.T, name string, age time.Duration) (*sim.Bus, sram.Device) {
	t.Helper()
	c, err := chip.Lookup(name)
	require.NoError(t, err)
	var tcem time.Duration
	if c.Family == chip.PSRAM {
		tcem = 100 * time.Microsecond // so that most transfers are one transaction, and a fault strikes where the test means it
	}
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: name, Lenient: true, TCEM: tcem})
	require.NoError(t, err)
	d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: name, TCEM: tcem})
	require.NoError(t, err)
	if age == 0 {
		return bus, d
	}
	h, err := sram.Heartbeat(d, age, 64)
	require.NoError(t, err)
	return bus, h
}

func volatile(t *testing.T, name string) bool {
	c, err := chip.Lookup(name)
	require.NoError(t, err)
	return !c.NonVolatile()
}

// TestUnplugged: a chip goes silent and comes back. What needs it meanwhile fails, nothing else happens: all is there afterwards, and the next
// Flush writes what is dirty. If each transfer has a sign of life behind it, the chip may go in the middle of one.
func TestUnplugged(t *testing.T) {
	for _, name := range families {
		for i := range 4 {
			zeros, within, age := i%2 == 0, 1, never
			if i >= 2 {
				within, age = 80, always
			}
			t.Run(fmt.Sprintf("%s zeros=%v %v", name, zeros, age), func(t *testing.T) {
				bus, d := watched(t, name, age)
				a := newArray(t, sram.ArrayOpts{Cache: 512, Line: 64, Retries: 1}, d)
				w := newWorkload(t, a, sram.ErrSilent)
				w.lasts, w.mend = true, bus.Mend
				r := rand.New(rand.NewPCG(3, 4))
				for range 300 {
					times := -1 // until Mend
					if r.IntN(2) == 0 {
						times = 16 + r.IntN(10) // more than one transfer takes
					}
					bus.Inject(sim.Fault{Kind: sim.Silence, At: 1 + r.IntN(4), Times: times, Zeros: zeros, After: r.IntN(within)})
					for range r.IntN(20) {
						w.random()
					}
					if r.IntN(4) == 0 {
						flushUnplugged(t, w)
					}
					bus.Mend()
				}
				require.NoError(t, w.m.Flush())
				require.Zero(t, w.compare())
				require.Greater(t, w.failed, 100)
			})
		}
	}
}

// flushUnplugged flushes with a chip that may be there or not.
func flushUnplugged(t *testing.T, w *workload) {
	if err := w.m.Flush(); err != nil {
		require.ErrorIs(t, err, sram.ErrSilent)
	}
}

// TestNoHeartbeat: the same without heartbeat, on each family: writing to a chip that is not there succeeds, and reading gives what was never
// written.
func TestNoHeartbeat(t *testing.T) {
	for _, name := range families {
		bus, d := watched(t, name, 0)
		m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 512}, d), mem.Type{Min: 4096, PageSize: 1})
		require.NoError(t, m.PutUint64(0, 7))
		bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1})
		require.NoError(t, m.Flush())
		m.Fill(64, 1, 4096-64)
		v, err := m.Uint64(0)
		require.NoError(t, err)
		require.EqualValues(t, uint64(1<<64-1), v)
	}
}

// TestPowerLost: a chip is without power for a while, in the middle of whatever transaction. If each transfer has a sign of life behind it,
// nothing wrong is read. A chip that keeps its content goes on as before. From another one no value comes any more.
func TestPowerLost(t *testing.T) {
	for _, name := range families {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(5, 6))
			for range 40 {
				bus, d := watched(t, name, always)
				m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 512, Line: 64, Retries: 1}, d), mem.Type{Min: 4096, PageSize: 1})
				model := map[uint64]uint64{}
				failed := 0
				steps := func(n int) {
					for range n {
						at := 8 * r.Uint64N(512)
						if r.IntN(2) == 0 {
							v := r.Uint64()
							if err := m.PutUint64(at, v); err != nil {
								requireGone(t, err)
								failed++
							} else {
								model[at] = v
							}
							continue
						}
						if v, err := m.Uint64(at); err != nil {
							requireGone(t, err)
							failed++
						} else {
							require.Equal(t, model[at], v, "at %d", at)
						}
					}
				}
				steps(500)
				bus.Inject(sim.Fault{Kind: sim.Silence, At: 1 + r.IntN(10), Times: -1, Zeros: r.IntN(2) == 0, After: r.IntN(80), PowerCut: true})
				steps(100)
				bus.Mend()
				steps(500)
				if volatile(t, name) {
					require.Positive(t, failed)
					requireGone(t, m.Flush())
					continue
				}
				require.NoError(t, m.Flush())
				for at, v := range model {
					got, err := m.Uint64(at)
					require.NoError(t, err)
					require.Equal(t, v, got)
				}
			}
		})
	}
}

func requireGone(t *testing.T, err error) {
	t.Helper()
	var e *sram.DeviceError
	require.ErrorAs(t, err, &e)
	require.True(t, errors.Is(err, sram.ErrSilent) || errors.Is(err, sram.ErrLost), err)
}

// TestHeartbeatAge: lost power is noticed once the last sign of life is too old.
func TestHeartbeatAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bus, d := watched(t, "23LC1024", time.Second)
		m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 128, Line: 64}, d), mem.Type{Min: 4096, PageSize: 1})
		m.Fill(0, 1, 4096)
		bus.PowerOff()
		bus.PowerOn()
		time.Sleep(time.Second)
		_, err := m.Uint8(2000)
		require.NoError(t, err, "whatever it is")
		time.Sleep(1)
		_, err = m.Uint8(3000)
		require.ErrorIs(t, err, sram.ErrLost)
	})
}

// TestHeartbeatEnds: Flush and Halt find out that the chip is gone, whatever was to be written, and the next Flush writes it.
func TestHeartbeatEnds(t *testing.T) {
	for _, name := range families {
		bus, d := watched(t, name, never)
		a := newArray(t, sram.ArrayOpts{Cache: 512}, d)
		m := memoryOn(t, a, mem.Type{Min: 4096, PageSize: 1})
		require.NoError(t, m.PutUint64(0, 7))
		bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1})
		require.ErrorIs(t, m.Flush(), sram.ErrSilent)
		require.ErrorIs(t, a.Halt(), sram.ErrSilent)
		bus.Mend()
		require.NoError(t, m.Flush())
		var b [8]byte
		bus.Peek(0, 0, b[:])
		require.Equal(t, [8]byte{7}, b)
		bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1, Zeros: true})
		require.ErrorIs(t, a.Halt(), sram.ErrSilent, "with nothing to write")
	}
}

// TestHeartbeatCell: a chip that keeps its content is left as it is. Another one gives its last bytes, which memory does not touch.
func TestHeartbeatCell(t *testing.T) {
	for _, name := range families {
		c, err := chip.Lookup(name)
		require.NoError(t, err)
		content := func(bus *sim.Bus) []byte {
			b := make([]byte, c.Size)
			bus.Peek(0, 0, b)
			return b
		}
		bus, plain := watched(t, name, 0)
		before := content(bus)
		d, err := sram.Heartbeat(plain, always, 256)
		require.NoError(t, err)
		if c.NonVolatile() {
			require.Equal(t, c.Size, d.Size())
			require.Equal(t, before, content(bus))
			continue
		}
		require.Equal(t, c.Size-256, d.Size())
		require.Equal(t, before[:c.Size-8], content(bus)[:c.Size-8])
		m := memoryOn(t, newArray(t, sram.ArrayOpts{}, d), mem.Type{Min: d.Size(), PageSize: 1})
		m.Fill(0, 0xaa, d.Size())
		require.NoError(t, m.Flush())
		require.ErrorContains(t, d.Transfer(d.Size(), []byte{1}, 0, nil), "run past the end")
		chips, err := sram.Answers(d, 0, 1)
		require.NoError(t, err)
		require.Equal(t, 1, chips)
		bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1})
		_, err = sram.Answers(d, 0, 1)
		require.ErrorIs(t, err, sram.ErrSilent)
	}
}

// TestHeartbeatCost counts transactions of the bus.
func TestHeartbeatCost(t *testing.T) {
	for _, name := range families {
		cost := func(age time.Duration) (writes, reads uint64) {
			bus, d := watched(t, name, age)
			from := bus.Counters().Transactions
			b := []byte("from 1 to 8 bytes of ones or zeros at the end cost more")
			for i := range uint64(50) {
				require.NoError(t, d.Transfer(64*i, b, 0, nil))
			}
			between := bus.Counters().Transactions
			for i := range uint64(50) {
				require.NoError(t, d.Transfer(64*i+64, b, 64*i, make([]byte, len(b))))
			}
			return between - from, bus.Counters().Transactions - between
		}
		w0, r0 := cost(0)
		w, r := cost(never)
		require.Equal(t, [2]uint64{w0 + 50, r0}, [2]uint64{w, r}, name)
		w, r = cost(always)
		require.Equal(t, [2]uint64{w0 + 50, r0 + 50}, [2]uint64{w, r}, name)
	}
}

// TestHeartbeatNoise: a line that floats may read as anything.
func TestHeartbeatNoise(t *testing.T) {
	d := &floating{ram: newRAM(1 << 16), r: rand.New(rand.NewPCG(1, 1))}
	h, err := sram.Heartbeat(d, always, 0)
	require.NoError(t, err)
	m := memoryOn(t, newArray(t, sram.ArrayOpts{Cache: 128}, h), mem.Type{Min: 4096, PageSize: 1})
	m.Fill(0, 1, 4096)
	d.gone = true
	lost := 0
	for i := range uint64(4096) {
		if v, err := m.Uint8(i); err != nil {
			require.ErrorIs(t, err, sram.ErrLost)
			lost++
		} else {
			require.EqualValues(t, 1, v)
		}
	}
	require.Equal(t, 4096-128, lost, "all but what is cached")
}

// floating is a ram that one can take away.
type floating struct {
	*ram
	r    *rand.Rand
	gone bool
}

func (f *floating) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if !f.gone {
		return f.ram.Transfer(waddr, w, raddr, r)
	}
	for i := range r {
		r[i] = byte(f.r.Uint32())
	}
	return nil
}

// TestHeartbeatOfOne: of several chips the one that is gone is named, and the others go on.
func TestHeartbeatOfOne(t *testing.T) {
	bus, devices := simulated(t, "23LC1024", "MR25H10")
	for i, d := range devices {
		var err error
		devices[i], err = sram.Heartbeat(d, never, 64)
		require.NoError(t, err)
	}
	a := newArray(t, sram.ArrayOpts{Cache: 512}, devices...)
	require.EqualValues(t, 256<<10-64, a.Size(), "the chip that keeps its content has no canary")
	m := memoryOn(t, a, mem.Type{Min: a.Size(), PageSize: 1})
	m.Fill(0, 1, a.Size())
	require.NoError(t, m.Flush())
	bus.Inject(sim.Fault{Kind: sim.Silence, At: 1, Times: -1, Chip: 1})
	for i := range uint64(1024) {
		v, err := m.Uint8(i * 64)
		require.NoError(t, err)
		require.EqualValues(t, 1, v)
	}
	_, err := m.Uint8(a.Size() - 1)
	require.ErrorContains(t, err, "of [23LC1024{sim.0} MR25H10{sim.1}]: the device does not answer: MR25H10{sim.1}: status register: no chip answers (all ones)")
}

func TestHeartbeatErrors(t *testing.T) {
	_, err := sram.Heartbeat(newRAM(64), never, 64)
	require.EqualError(t, err, "ram has 64 bytes, heartbeat takes 64")
	_, err = sram.Heartbeat(&deaf{newRAM(4096)}, never, 64)
	require.EqualError(t, err, "the device has lost its content, power or contact failed meanwhile: ram")
	d := newRAM(4096)
	d.fail = func(int) bool { return true }
	_, err = sram.Heartbeat(d, never, 64)
	require.ErrorIs(t, err, errBus)
}
