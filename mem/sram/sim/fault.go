package sim

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/wasm2go/wasm2go/mem/sram/chip"
)

// Fault makes transactions go wrong.
type Fault struct {
	// Kind is what happens.
	Kind Kind
	// At counts the transactions of the bus from now on: 1 is the next.
	At int
	// Times is how many from there go wrong. 0: one. Negative: all, until Bus.Mend.
	Times int
	// After is how many bytes of the transaction are right: those behind do not reach the chip (Fail, Silence), or the next one has a
	// wrong bit (FlipRead, FlipWrite; of the data only, FlipData), counted from the beginning again where there are fewer.
	After int
	// PowerCut cuts the power at that byte: of Fail that of the bus, see Bus.PowerOff, of Silence that of the chip, without a word, until the
	// chip is back.
	PowerCut bool
	// Err is what the transaction returns, of Fail. nil: ErrFault.
	Err error
	// Chip is the chip select, of Silence and FlipCell.
	Chip int
	// Zeros makes the host read zeros, instead of ones, of Silence.
	Zeros bool
	// Addr is the byte on the chip, of FlipCell.
	Addr uint64
	// Bit is the bit of the byte that flips, from 0 to 7.
	Bit int
}

// Kind is what a fault does.
type Kind int

const (
	Fail      Kind = iota // the transaction returns an error
	FlipRead              // the host reads a wrong bit
	FlipWrite             // the chip is sent a wrong bit, which may be one of the command or address
	FlipData              // the chip is sent a wrong bit of data, if the transaction has any
	FlipCell              // a cell changes at rest, before the transaction
	Silence               // the chip neither hears nor answers, and nobody says so
)

// ErrFault is what a transaction returns that was made to fail.
var ErrFault = errors.New("injected fault")

// Inject arranges for a fault. Of several that are due one strikes, and the next in the transaction that follows. What a strict
// chip does not take in a transaction with a flipped bit is nobody's misuse; what it does not take later, because the bit changed its
// mode, is an error as ever: lenient chips do what real ones would.
func (b *Bus) Inject(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	b.faults = append(b.faults, &f)
}

// Noise is faults at random, again and again.
type Noise struct {
	Seed  uint64
	OneIn int    // a transaction of so many, on average, goes wrong
	Kinds []Kind // in one of these ways
	Times int    // how many transactions a fault lasts, at most. 0: one
}

// Disturb makes noise until Mend.
func (b *Bus) Disturb(n Noise) {
	b.noise, b.random = n, rand.New(rand.NewPCG(n.Seed, 0))
}

// Calm tells whether flipped bits and silence wait; a silence that there is ends. What makes a transaction fail does not wait.
func (b *Bus) Calm(calm bool) {
	b.calm = calm
	if calm {
		b.speak()
	}
}

// Mend ends all faults, noise, and the silence of chips. A chip that lost its power with its silence is powered up; power that the bus lost
// comes back by PowerOn.
func (b *Bus) Mend() {
	b.faults, b.noise = nil, Noise{}
	b.speak()
}

// speak ends silences.
func (b *Bus) speak() {
	for _, c := range b.chips {
		c.back(b.opts.Now())
	}
}

// Random returns a fault of one of these kinds, at a random place of one of the next so many transactions.
func (b *Bus) Random(r *rand.Rand, within int, kinds ...Kind) Fault {
	c := r.IntN(len(b.chips))
	f := Fault{
		Kind: kinds[r.IntN(len(kinds))], At: 1 + r.IntN(within), After: r.IntN(b.opts.MaxTxSize), Bit: r.IntN(8),
		Chip: c, Zeros: r.IntN(2) == 0, Addr: r.Uint64N(max(1, b.chips[c].chip.Size)),
	}
	if f.Kind == Fail || f.Kind == Silence {
		f.After = r.IntN(128) // within most transactions
	}
	return f
}

// Flip flips a bit of a cell of a chip, past the bus.
func (b *Bus) Flip(chipSelect int, addr uint64, bit int) {
	if c := b.chips[chipSelect].content; addr < c.size {
		c.page(addr)[addr%pageSize] ^= 1 << bit
		c.save(addr, 1)
	}
}

// nextFault counts the transaction down in all faults and returns the one that strikes now, if any. A silence strikes once, and lasts.
func (b *Bus) nextFault() *Fault {
	var hit *Fault
	for _, f := range b.faults {
		if f.At--; f.At <= 0 && hit == nil && (f.Kind == Fail || !b.calm) {
			hit = f
		}
	}
	switch {
	case hit == nil:
		return b.noisy()
	case hit.Times == 1 || hit.Kind == Silence:
		b.faults = slices.DeleteFunc(b.faults, func(f *Fault) bool { return f == hit })
	case hit.Times > 0:
		hit.Times--
	}
	return hit
}

func (b *Bus) noisy() *Fault {
	if b.calm || b.noise.OneIn == 0 || b.random.IntN(b.noise.OneIn) > 0 {
		return nil
	}
	f := b.Random(b.random, 1, b.noise.Kinds...)
	f.Times = 1 + b.random.IntN(max(1, b.noise.Times))
	return &f
}

// strike is a transaction with the fault.
func (f *Fault) strike(b *Bus, t transaction) error {
	switch f.Kind {
	case FlipCell:
		b.Flip(f.Chip, f.Addr, f.Bit)
		return b.run(t)
	case FlipRead:
		err := b.run(t)
		if frame, at := locate(t.frames, f.After); frame != nil {
			frame.out[at] ^= 1 << f.Bit
		}
		return err
	case FlipWrite, FlipData:
		frames := t.frames
		if f.Kind == FlipData {
			frames = t.data(1 + b.chips[t.chipSelect].chip.AddrBytes)
		}
		if frame, at := locate(frames, f.After); frame != nil {
			frame.in[at] ^= 1 << f.Bit
		}
		return b.runDisturbed(t)
	case Silence:
		return f.silence(b, t)
	}
	b.runDisturbed(t.cut(f.After)) // whatever comes of it
	if f.PowerCut {
		b.PowerOff()
	}
	return cmp.Or(f.Err, ErrFault)
}

// silence makes a chip silent: in the middle of the transaction, if that is with the chip.
func (f *Fault) silence(b *Bus, t transaction) error {
	c := b.chips[f.Chip]
	var err error
	if f.Chip == t.chipSelect {
		err = b.runDisturbed(t.cut(f.After))
	} else {
		err = b.run(t)
	}
	s := &silence{until: math.MaxUint64, float: 0xff, powerCut: f.PowerCut || c.silence != nil && c.silence.powerCut}
	if f.Times > 0 {
		s.until = b.counters.Transactions + uint64(f.Times) - 1
	}
	if f.Zeros {
		s.float = 0
	}
	if f.PowerCut {
		c.powerOff()
	}
	c.silence = s
	if f.Chip == t.chipSelect {
		s.fill(t.frames, f.After)
	}
	return err
}

// data is what is written, behind commands and addresses of so many bytes.
func (t transaction) data(header int) (data []frame) {
	for _, f := range t.frames {
		if f.in[0] == chip.CmdWrite && len(f.in) > header {
			data = append(data, frame{f.in[header:], f.out[header:]})
		}
	}
	return data
}

// locate finds the byte of that number, if there are any.
func locate(frames []frame, n int) (f *frame, at int) {
	total := 0
	for _, f := range frames {
		total += len(f.in)
	}
	if total == 0 {
		return nil, 0
	}
	n %= total
	for n >= len(frames[0].in) {
		n -= len(frames[0].in)
		frames = frames[1:]
	}
	return &frames[0], n
}

// A silence is that of a chip that neither hears nor answers.
type silence struct {
	until    uint64 // the last transaction of it
	float    byte   // what the host reads meanwhile
	powerCut bool
}

// fill makes the host read it from the byte of a transaction with that number on.
func (s *silence) fill(frames []frame, from int) {
	for _, f := range frames {
		for i := range f.out {
			if from--; from < 0 {
				f.out[i] = s.float
			}
		}
	}
}

// back ends the silence.
func (d *device) back(now time.Time) {
	if d.silence != nil && d.silence.powerCut {
		d.model.powerUp(d, now)
	}
	d.silence = nil
}
