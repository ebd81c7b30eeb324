package sram

import "time"

// Traffic is what goes over the buses of a device.
type Traffic struct {
	Transactions uint64 // of the host: system calls on Linux
	Frames       uint64 // times that a chip is selected
	Bytes        uint64 // on the wires, commands and addresses included
}

// Metered is a Device that counts its traffic. That of a device that is made of others is the sum of theirs. The drivers' devices do, so
// that counters tell what was sent. Of a transfer that it did not count they tell what a simple chip would have been sent.
type Metered interface {
	Device

	// Traffic is what there was so far, in the units of the type Traffic.
	Traffic() (transactions, frames, bytes uint64)
}

// TrafficOf is the traffic of a device so far, and nothing if it does not count.
func TrafficOf(d Device) Traffic {
	if m, ok := d.(Metered); ok {
		transactions, frames, bytes := m.Traffic()
		return Traffic{transactions, frames, bytes}
	}
	return Traffic{}
}

// Time is how long the bus takes: each transaction has an overhead, each frame but the first of a transaction a gap before it, and each
// byte 8 clocks. It is the options' Overhead, Gap and Clock that count, unless NoBus.
func (t Traffic) Time(o ArrayOpts) time.Duration {
	o = o.withDefaults()
	if o.NoBus {
		return 0
	}
	gaps := t.Frames - min(t.Frames, t.Transactions)
	seconds, rest := 8*t.Bytes/o.Clock, 8*t.Bytes%o.Clock
	clocked := time.Duration(seconds)*time.Second + time.Duration(rest*uint64(time.Second)/o.Clock)
	return time.Duration(t.Transactions)*max(o.Overhead, 0) + time.Duration(gaps)*max(o.Gap, 0) + clocked
}

func (t *Traffic) add(u Traffic) {
	t.Transactions += u.Transactions
	t.Frames += u.Frames
	t.Bytes += u.Bytes
}

// since is what there was after u.
func (t Traffic) since(u Traffic) Traffic {
	return Traffic{t.Transactions - u.Transactions, t.Frames - u.Frames, t.Bytes - u.Bytes}
}

// simple is the traffic of a transfer to a chip that takes any number of bytes at once, behind a command and three bytes of address.
func (o *ArrayOpts) simple(w, r int) Traffic {
	const header = 4
	t := Traffic{Transactions: 1}
	if o.NoBus {
		return t
	}
	for _, n := range [...]int{w, r} {
		if n > 0 {
			t.Frames++
			t.Bytes += header + uint64(n)
		}
	}
	return t
}
