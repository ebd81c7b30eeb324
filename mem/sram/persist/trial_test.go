package persist

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/rt"
)

// trialsVariable is how many trials TestTrials makes, if it is set.
const trialsVariable = "WASM2GO_PERSIST_TRIALS"

// TestTrials makes random writes and checkpoints, while the power goes, the bus fails, bits flip and chips go silent, and cells change at
// rest. After each start memory and globals are those of the last checkpoint; or, where more than one bit of a record was changed, the
// start is refused. A start is refused, too, where a journal was written in part, while bits flipped or a chip fell silent, and the process
// ended before it was written again: that looks like damage.
//
// In half of the trials the array has checksums. In the others nothing but them would tell what is wrong in data: no bit flips and no chip is
// silent while it is read for the program, and no cell of it changes at rest. With checksums all of this happens, and whatever is read is right,
// or an error. Bits of addresses do not flip in writes, which then destroy something else.
func TestTrials(t *testing.T) {
	trials := 10_000
	if testing.Short() {
		trials = 1000
	}
	if text := os.Getenv(trialsVariable); text != "" {
		var err error
		trials, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	var sum tally
	began := time.Now()
	for seed := range trials {
		tr := newTrial(t, uint64(seed))
		tr.run()
		sum.add(&tr.tally)
	}
	t.Logf("%d trials in %v: %v", trials, time.Since(began).Round(time.Second), &sum)
	for i, n := range sum.kinds {
		require.NotZero(t, n, "no fault of kind %v", faultNames[i])
	}
	require.NotZero(t, sum.refused)
	require.NotZero(t, sum.mended)
	require.NotZero(t, sum.refusable)
	require.NotZero(t, sum.lost)
	require.NotZero(t, sum.unread)
	require.LessOrEqual(t, sum.halves, 1+trials/1000)
}

var faultNames = [...]string{"power cut", "failure", "flip in reading", "flip in writing", "silence", "silence without power", "noise", "flip at rest", "damage at rest", "data changed at rest"}

// A tally is what trials saw.
type tally struct {
	checkpoints, starts, resumed, undone, errors int
	kinds                                        [len(faultNames)]int
	refusable, refused, halves, mended           int
	reads, unread, lost                          int // by the program; those that failed; lines that a start found changed
}

func (a *tally) add(b *tally) {
	a.checkpoints += b.checkpoints
	a.starts += b.starts
	a.resumed += b.resumed
	a.undone += b.undone
	a.errors += b.errors
	for i, n := range b.kinds {
		a.kinds[i] += n
	}
	a.refusable += b.refusable
	a.refused += b.refused
	a.halves += b.halves
	a.mended += b.mended
	a.reads += b.reads
	a.unread += b.unread
	a.lost += b.lost
}

func (a *tally) String() string {
	s := fmt.Sprintf("%d checkpoints, %d starts, %d resumed, %d of them undid something, %d errors seen;", a.checkpoints, a.starts, a.resumed, a.undone, a.errors)
	for i, n := range a.kinds {
		s += fmt.Sprintf(" %s %d,", faultNames[i], n)
	}
	return s + fmt.Sprintf(" %d starts after damage, of which %d were refused; %d refused for a journal that was written in part; %d bits mended;"+
		" %d reads, of which %d failed; %d lines found changed", a.refusable+a.refused, a.refused, a.halves, a.mended, a.reads, a.unread, a.lost)
}

// A snapshot is what a checkpoint has.
type snapshot struct {
	id     int64
	memory []byte
}

type trial struct {
	*testing.T
	*rand.Rand
	tally
	seed  uint64
	bus   *sim.Bus
	chips int
	base  uint64
	name  string
	opts  Opts
	array sram.ArrayOpts
	size  uint64 // of memory

	device  sram.Device
	store   *Store
	memory  *sram.Memory
	id      int64 // the global
	model   []byte
	wide    int64      // another global, that makes the state vary
	ids     int64      // given so far
	good    []snapshot // those that a start may find
	damaged bool       // more than one bit was changed
	flips   int
	changed map[uint64]bool // lines of which a cell was

	disturbed bool // bits flipped on the bus, or a chip was silent, in this process or in those since the last start that succeeded
}

func newTrial(t *testing.T, seed uint64) *trial {
	r := rand.New(rand.NewPCG(seed, 7))
	tr := &trial{T: t, Rand: r, seed: seed, chips: 1, changed: map[uint64]bool{}}
	names := []string{"MB85RS64V", "MB85RS64V", "MB85RS256B", "FM25V02", "MR25H256"}
	tr.name = names[r.IntN(len(names))]
	if r.IntN(4) == 0 {
		tr.chips = 2
	}
	tr.base = []uint64{0, 0, 64, 992, 1 << 10}[r.IntN(5)]
	tr.opts = Opts{Block: 32 << r.IntN(5), State: 100 + r.IntN(200)}
	line := uint64(32) << r.IntN(5)
	tr.array = sram.ArrayOpts{Line: line, Cache: line * uint64(2+r.IntN(8)), Retries: r.IntN(3) - 1, Checksum: r.IntN(2) == 0}
	chips := make([]sim.Chip, tr.chips)
	for i := range chips {
		chips[i] = sim.Chip{Name: tr.name, Seed: seed, Lenient: true}
	}
	var err error
	tr.bus, err = sim.New(sim.Opts{}, chips...)
	require.NoError(t, err)
	return tr
}

func (tr *trial) run() {
	for range 2 + tr.IntN(5) {
		if !tr.start() {
			return
		}
		tr.fault()
		for range 1 + tr.IntN(25) {
			if !tr.step() {
				break
			}
		}
		tr.bus.Mend()
		tr.bus.PowerOn()
		if tr.IntN(2) == 0 {
			tr.bus.PowerOff()
			tr.bus.PowerOn()
		}
		tr.rest()
	}
}

// fault arranges for what goes wrong from now on.
func (tr *trial) fault() {
	for range tr.IntN(3) {
		kind := tr.IntN(7)
		tr.kinds[kind]++
		tr.disturbed = tr.disturbed || kind >= 2
		f := tr.bus.Random(tr.Rand, 1<<tr.IntN(8), sim.Fail)
		f.Times = 1 + tr.IntN(6)
		switch kind {
		case 0:
			f.PowerCut, f.Times = true, 1
		case 2:
			f = tr.bus.Random(tr.Rand, f.At, sim.FlipRead)
		case 3:
			f = tr.bus.Random(tr.Rand, f.At, sim.FlipData)
		case 4, 5:
			f.Kind, f.Times = sim.Silence, 1+tr.IntN(12)
			f.PowerCut = kind == 5
			if tr.IntN(4) == 0 {
				f.Times = -1
			}
		case 6:
			tr.bus.Disturb(sim.Noise{Seed: tr.Uint64(), OneIn: 10 + tr.IntN(50), Kinds: []sim.Kind{sim.FlipRead, sim.FlipData, sim.Fail}})
			continue
		}
		tr.bus.Inject(f)
	}
}

// start opens the device until that works, and compares. It returns false where that was refused.
func (tr *trial) start() bool {
	if tr.IntN(2) == 0 {
		tr.fault()
	}
	for attempt := 0; ; attempt++ {
		err := tr.open()
		if err == nil {
			break
		}
		tr.errors++
		if attempt > 0 {
			if tr.damaged {
				tr.refused++
			} else { // a part of some entries arrived, and the process ended before they could be written again
				require.True(tr, tr.disturbed && strings.Contains(err.Error(), "the journal of checkpoint"), "seed %d: %v", tr.seed, err)
				tr.halves++
			}
			return false
		}
		tr.bus.Mend()
		tr.bus.PowerOn()
	}
	tr.bus.Mend()
	if tr.damaged {
		tr.refusable++
	}
	tr.starts++
	tr.mended += tr.store.mended
	tr.compare()
	tr.disturbed = false
	return true
}

// open is the start of a process.
func (tr *trial) open() error {
	devices := make([]sram.Device, tr.chips)
	for i := range devices {
		d, err := driver.NewSPI(tr.bus.Port(i), &driver.Opts{Chip: tr.name})
		if err != nil {
			return err
		}
		devices[i] = d
	}
	d, err := sram.Join(devices...)
	require.NoError(tr, err)
	d, err = sram.After(tr.base, d)
	require.NoError(tr, err)
	w := &watched{Device: d, bus: tr.bus, checksum: tr.array.Checksum}
	tr.device = w
	if tr.array.Checksum {
		tr.opts.State = 0 // the default is enough for lines of 64 bytes
		if tr.array.Line < 64 {
			tr.opts.State = int(d.Size() / 16)
		}
	}
	if tr.store, err = Open(w, tr.opts); err != nil {
		return err
	}
	w.store = tr.store
	a, err := sram.NewArray(tr.array, tr.store)
	require.NoError(tr, err)
	if tr.size == 0 {
		tr.size = 1 + tr.Uint64N(a.Size())
	}
	tr.memory, err = a.NewMemory(mem.Type{Min: tr.size, PageSize: 1})
	require.NoError(tr, err)
	tr.id, tr.wide = 0, 0
	_, err = keeper{tr.store}.Attach(&rt.State{
		Module: "module", Memories: []mem.Memory{tr.memory}, Globals: []any{&tr.id, &tr.wide}, Hold: func() (func(), bool) { return func() {}, true },
	})
	return err
}

// compare finds the snapshot that there is, and compares all of memory with it.
func (tr *trial) compare() {
	tr.model = make([]byte, tr.size)
	if !tr.store.Resumed() && len(tr.good) > 0 && tr.good[0].id != 0 {
		tr.overlooked()
	}
	if !tr.store.Resumed() {
		tr.good = []snapshot{{0, bytes.Clone(tr.model)}}
		return
	}
	tr.resumed++
	if tr.store.last.start > 0 {
		tr.undone++
	}
	for _, s := range tr.good {
		if s.id == tr.id {
			tr.good = []snapshot{s}
			copy(tr.model, s.memory)
			require.Equal(tr, tr.wideOf(s.id), tr.wide)
			tr.compareMemory()
			return
		}
	}
	require.Fail(tr, "lost", "seed %d: checkpoint %d came back, not one of %d", tr.seed, tr.id, len(tr.good))
}

// compareMemory reads all of memory. With checksums a line of which a cell was changed may be lost; and what is read while something goes wrong may be
// an error.
// overlooked is a checkpoint that Open did not see, since the chip was silent each time it was looked at, and answered in between. It is
// not lost: the first write finds out, before it changes anything.
func (tr *trial) overlooked() {
	require.True(tr, tr.disturbed, "seed %d: checkpoint %d is lost", tr.seed, tr.ids)
	require.ErrorContains(tr, tr.store.Transfer(0, []byte("x"), 0, nil), "there are checkpoints that could not be read before", "seed %d", tr.seed)
	require.NoError(tr, tr.open(), "seed %d", tr.seed)
	require.True(tr, tr.store.Resumed(), "seed %d: checkpoint %d is lost", tr.seed, tr.ids)
}

func (tr *trial) compareMemory() {
	if !tr.array.Checksum {
		require.NoError(tr, tr.read(0, tr.size), "seed %d", tr.seed)
		return
	}
	tr.fault()
	for addr := uint64(0); addr < tr.size; addr += tr.array.Line {
		tr.read(addr, min(tr.array.Line, tr.size-addr))
	}
	tr.bus.Mend()
	tr.bus.PowerOn()
	for addr := uint64(0); addr < tr.size; addr += tr.array.Line {
		if err := tr.read(addr, min(tr.array.Line, tr.size-addr)); err != nil {
			require.ErrorIs(tr, err, sram.ErrChecksum)
			require.True(tr, tr.changed[addr/tr.array.Line], "seed %d: %v", tr.seed, err)
			tr.lost++
		}
	}
}

// read is what a program reads: what it should be, or an error.
func (tr *trial) read(addr, n uint64) error {
	tr.reads++
	got := make([]byte, n)
	if err := tr.memory.ReadAt(got, addr); err != nil {
		tr.unread++
		return err
	}
	want := tr.model[addr:][:n]
	for i := range got {
		if got[i] != want[i] {
			require.Fail(tr, "mixed", "seed %d: checkpoint %d, memory at %#x has %#x, not %#x", tr.seed, tr.id, addr+uint64(i), got[i], want[i])
		}
	}
	return nil
}

func (tr *trial) wideOf(id int64) int64 { return int64(uint64(id) * 0x9e3779b97f4a7c15 >> (id % 64)) }

// step is a write, a read or a checkpoint. It returns false where the process ends.
func (tr *trial) step() bool {
	f := tr.checkpoint
	switch tr.IntN(8) {
	case 0:
	case 1, 2:
		addr := tr.Uint64N(tr.size)
		n := min(1+tr.Uint64N(300), tr.size-addr)
		f = func() error { return tr.read(addr, n) }
	default:
		f = tr.write()
	}
	for f() != nil {
		tr.errors++
		if tr.IntN(2) == 0 {
			return false // it was a trap
		}
		if tr.IntN(2) == 0 {
			tr.bus.Mend()
		}
		tr.bus.PowerOn()
	}
	return true
}

// write makes up what is to be written.
func (tr *trial) write() func() error {
	w := make([]byte, 1+tr.IntN(int(min(tr.size, 300))))
	switch tr.IntN(4) {
	case 0: // zeros
	case 1:
		for i := range w {
			w[i] = 0xff
		}
	default:
		for i := range w {
			w[i] = byte(tr.Uint32())
		}
	}
	addr := tr.Uint64N(tr.size - uint64(len(w)) + 1)
	if tr.IntN(3) == 0 {
		addr %= 64 // some places are written often
	}
	addr = min(addr, tr.size-uint64(len(w)))
	copy(tr.model[addr:], w)
	return func() error { return tr.memory.WriteAt(w, addr) }
}

// checkpoint makes one. If it fails it may be there or not.
func (tr *trial) checkpoint() error {
	tr.ids++
	tr.id, tr.wide = tr.ids, tr.wideOf(tr.ids)
	now := snapshot{tr.id, bytes.Clone(tr.model)}
	if err := tr.store.Checkpoint(); err != nil {
		tr.good = append(tr.good, now)
		return err
	}
	tr.checkpoints++
	tr.good = []snapshot{now}
	return nil
}

// rest changes cells while nobody looks, of data and of the Store's own.
func (tr *trial) rest() {
	if tr.array.Checksum && tr.store != nil && tr.IntN(4) == 0 {
		tr.change()
	}
	if tr.IntN(4) > 0 || tr.store == nil {
		return
	}
	l, size := tr.store.layout, tr.store.device.Size()
	from, n := uint64(0), l.data()
	switch tr.IntN(5) {
	case 0:
		from, n = slotAt(tr.store.last.number), headerBytes
	case 1:
		from, n = secondRing(size), ringBytes
	case 2:
		from, n = l.entryAt(0), l.blocks*l.entryBytes()
	case 3:
		if several, ok := tr.store.device.(*labelled); ok {
			from, n = size, uint64(len(several.labels))*labelBytes
		}
	}
	at, bits := from+tr.Uint64N(n), 1
	if tr.IntN(3) == 0 {
		bits = 2 + tr.IntN(5)
	}
	if bits > 1 || tr.flips > 0 {
		tr.damaged = true
	}
	tr.kinds[7+min(bits, 2)-1]++
	tr.flips++
	for range bits {
		tr.flip(at)
		at = min(at+tr.Uint64N(10), from+n-1)
	}
}

// change changes cells of the data.
func (tr *trial) change() {
	tr.kinds[9]++
	for range 1 + tr.IntN(3) {
		at := tr.Uint64N(tr.size)
		if tr.IntN(2) == 0 {
			at %= 64 // what is written often
		}
		tr.changed[at/tr.array.Line] = true
		tr.flip(tr.store.layout.data() + at)
	}
}

// flip flips a bit of a byte of the device, as the Store counts it.
func (tr *trial) flip(at uint64) {
	if l, several := tr.store.device.(*labelled); several {
		at, _ = l.piece(at, 1)
	}
	at += tr.base
	size := (tr.base + tr.device.Size()) / uint64(tr.chips)
	chip := at / size
	at %= size
	tr.bus.Flip(int(chip), at, tr.IntN(8))
}

// watched is a device on which no bit flips, and no chip is silent, while data is read for a program, if it has no checksum.
type watched struct {
	sram.Device
	bus      *sim.Bus
	store    *Store
	checksum bool
}

func (d *watched) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if !d.checksum && len(w) == 0 && d.forProgram(raddr, r) {
		d.bus.Calm(true)
		defer d.bus.Calm(false)
	}
	return d.Device.Transfer(waddr, w, raddr, r)
}

func (d *watched) Answers(addr, n uint64) (int, error) { return sram.Answers(d.Device, addr, n) }

func (d *watched) Chips(addr, n uint64) int { return sram.Chips(d.Device, addr, n) }

func (d *watched) Ends() []uint64 { return sram.Ends(d.Device) }

// forProgram tells reading data for a program from what the Store reads for itself.
func (d *watched) forProgram(addr uint64, r []byte) bool {
	s := d.store
	if s == nil {
		return false
	}
	from, to := s.layout.data(), s.layout.blockAt(s.layout.blocks)
	if l, several := s.device.(*labelled); several {
		from, _ = l.piece(from, 1)
		to, _ = l.piece(to, 1)
	}
	return addr >= from && addr < to && &r[0] != &s.blocks[0] && &r[0] != &s.back[0]
}
