package sim

import (
	"errors"
	"slices"
)

// Fault makes transactions fail.
type Fault struct {
	// At counts the transactions from now on: 1 is the next.
	At int
	// Times is how many from there fail. 0: one.
	Times int
	// After is how many bytes of the transaction still reach the chip.
	After int
	// PowerCut cuts the power at that byte, see Bus.PowerOff.
	PowerCut bool
	// Err is what the transaction returns. nil: ErrFault.
	Err error
}

// ErrFault is what a transaction returns that was made to fail.
var ErrFault = errors.New("injected fault")

// Inject arranges for a fault.
func (b *Bus) Inject(f Fault) { b.faults = append(b.faults, &f) }

// nextFault counts the transaction down in all faults and returns the one that strikes now, with the bytes that are left.
func (b *Bus) nextFault() (*Fault, int) {
	var hit *Fault
	for _, f := range b.faults {
		if f.At--; f.At <= 0 && hit == nil {
			hit = f
			f.Times--
		}
	}
	if hit == nil {
		return nil, 0
	}
	b.faults = slices.DeleteFunc(b.faults, func(f *Fault) bool { return f == hit && f.Times <= 0 })
	return hit, hit.After
}

func (f *Fault) error() error {
	if f.Err != nil {
		return f.Err
	}
	return ErrFault
}
