package docs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/spi"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
)

// A mishap is something that goes wrong between a program and its chip: as memory is written, then, or as it is read.
type mishap struct {
	what                   string
	writing, then, reading func(*sim.Bus)
}

var mishaps = []mishap{
	{what: "a transfer fails", writing: every(7, sim.Fault{Kind: sim.Fail}), reading: every(7, sim.Fault{Kind: sim.Fail})},
	{what: "a bit flips in what is written", writing: every(7, sim.Fault{Kind: sim.FlipWrite, After: 10, Bit: 3})},
	{what: "a bit flips in the address of a write", writing: func(b *sim.Bus) {
		every(7, sim.Fault{Kind: sim.FlipWrite, After: 2, Bit: 3})(b)
		every(11, sim.Fault{Kind: sim.FlipWrite, After: 3, Bit: 3})(b) // FRAM: behind a byte that enables writes
	}},
	{what: "a bit flips in what is read", reading: every(7, sim.Fault{Kind: sim.FlipRead, After: 30, Bit: 3})},
	{what: "a bit flips in the chip", then: func(b *sim.Bus) { b.Flip(0, 20_000, 3) }},
	{what: "the chip is gone for a while, and written to", writing: every(100, sim.Fault{Kind: sim.Silence, Times: 30})},
	{what: "the chip is gone for a while, and read", reading: every(100, sim.Fault{Kind: sim.Silence, Times: 30})},
	{what: "the power is gone for a while", then: func(b *sim.Bus) { b.PowerOff(); b.PowerOn() }},
}

// every makes one of so many transactions go wrong, or of some more, so that all kinds of them are hit.
func every(transactions int, f sim.Fault) func(*sim.Bus) {
	return func(b *sim.Bus) {
		f.At = 0
		for n := 0; f.At < 1000; n++ {
			f.At += transactions + n%4
			b.Inject(f)
		}
	}
}

// protection is what becomes of the mishaps, by the keys of the spec string.
func protection(t *testing.T) string {
	options := []string{"", "verify", "checksum", "verify,checksum", "heartbeat=60s", "heartbeat=1ns"}
	var b strings.Builder
	b.WriteString("| | none | `" + strings.Join(options[1:], "` | `") + "` | checkpoints | checkpoints, `checksum` |\n|---" + strings.Repeat("|---", len(options)+2) + "|\n")
	for _, m := range mishaps {
		b.WriteString("| " + m.what)
		for _, o := range options {
			b.WriteString(" | " + m.outcome(t, &machine{text: strings.TrimSuffix("chip=23LC1024,cache=1K,"+o, ",")}))
		}
		for _, o := range []string{"", ",checksum"} {
			b.WriteString(" | " + m.outcome(t, &machine{text: "chip=MB85RS2MTA,cache=1K" + o, keeps: true}))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

// outcome lets the mishap happen to 8192 numbers that are written, then read, on a chip that does what a real one would. With checkpoints one is
// made of what was written, and another process reads.
func (m mishap) outcome(t *testing.T, on *machine) string {
	on.start(t)
	happen(on.bus, m.writing)
	failed := on.write()
	on.bus.Mend()
	if failed > 0 {
		require.Zero(t, on.write(), "writing again succeeds")
	}
	happen(on.bus, m.then)
	if on.keeps {
		on.start(t)
	}
	happen(on.bus, m.reading)
	wrong, unread := on.read()
	on.bus.Mend()
	wrongAgain, lost := on.read()
	switch {
	case wrong+wrongAgain > 0:
		return "**wrong values**"
	case lost > 0:
		return "error, lost"
	case failed+unread > 0:
		return "error"
	}
	return "repaired"
}

// A machine has a chip, and memory on it.
type machine struct {
	text   string // a spec string
	keeps  bool   // checkpoints
	bus    *sim.Bus
	memory *sram.Memory
	store  *persist.Store
}

// start is that of a process, which makes the memory or resumes it.
func (m *machine) start(t *testing.T) {
	s, err := spec.Parse(m.text)
	require.NoError(t, err)
	if m.keeps {
		s.Wrap = func(d sram.Device) (sram.Device, error) {
			m.store, err = persist.Open(d, persist.Opts{})
			return m.store, err
		}
	}
	if m.bus == nil {
		m.bus, err = sim.New(sim.Opts{}, sim.Chip{Name: s.Chip, Lenient: true})
		require.NoError(t, err)
	}
	a, err := open.Connect(s, []spi.PortCloser{m.bus.Port(0)})
	require.NoError(t, err)
	m.memory, err = a.NewMemory(mem.Type{Min: 1})
	require.NoError(t, err)
	if m.keeps {
		var c rt.Config
		m.store.Keep()(&c)
		_, err = c.Keeper.Attach(&rt.State{Memories: []mem.Memory{m.memory}, Hold: func() (func(), bool) { return func() {}, true }})
		require.NoError(t, err)
	}
}

// write writes the numbers, as far as the chip, and says how often that failed.
func (m *machine) write() (failed int) {
	for i := range uint64(numbers) {
		if m.memory.PutUint64(8*i, number(i)) != nil {
			failed++
		}
	}
	err := m.memory.Flush()
	if m.keeps {
		err = m.store.Checkpoint()
	}
	if err != nil {
		failed++
	}
	return failed
}

// read counts the numbers that are wrong, and those that cannot be read.
func (m *machine) read() (wrong, failed int) {
	for i := range uint64(numbers) {
		switch v, err := m.memory.Uint64(8 * i); {
		case err != nil:
			failed++
		case v != number(i):
			wrong++
		}
	}
	return wrong, failed
}

func happen(bus *sim.Bus, what func(*sim.Bus)) {
	if what != nil {
		what(bus)
	}
}

const numbers = 8192

// number is what the test writes as number i: no ones or zeros in a row.
func number(i uint64) uint64 { return i*0x9e3779b97f4a7c15 | 0x0101010101010101 }
