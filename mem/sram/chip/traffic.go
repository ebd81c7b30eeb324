package chip

// Meter is a Bus that counts what goes over it.
type Meter interface {
	Bus

	// Traffic is what went over the bus so far: transactions of the host (system calls on Linux), frames (times that the chip was
	// selected), and bytes on the wires, those of commands and addresses included. A transaction that failed does not count: nobody knows
	// what was sent.
	Traffic() (transactions, frames, bytes uint64)
}

// traffic is the count of a Meter.
type traffic struct{ transactions, frames, bytes uint64 }

// Traffic implements Meter.
func (t *traffic) Traffic() (transactions, frames, bytes uint64) {
	return t.transactions, t.frames, t.bytes
}

// count adds a transaction.
func (t *traffic) count(frames ...Frame) {
	t.transactions++
	t.frames += uint64(len(frames))
	for _, f := range frames {
		t.bytes += uint64(f.len())
	}
}

// meter is b with a count.
func meter(b Bus) Meter {
	if m, ok := b.(Meter); ok {
		return m
	}
	return &metered{Bus: b}
}

// metered counts for a Bus that does not. Each of its frames is a transaction.
type metered struct {
	Bus
	traffic
}

func (m *metered) Frame(header, write, read []byte) error {
	err := m.Bus.Frame(header, write, read)
	if err == nil {
		m.count(Frame{header, write, read})
	}
	return err
}
