package chip

import (
	"encoding/binary"
	"fmt"
	"time"

	"periph.io/x/conn/v3/physic"
)

// Protocol says how the bytes of a chip are read and written.
type Protocol struct {
	Name      string // for messages
	Size      uint64 // bytes
	AddrBytes int
	Read      byte // command
	Dummy     int  // bytes between the address of a read and its data
	Enable    byte // command in a frame of its own before each write; 0: none
	Page      int  // bytes; no frame crosses a multiple of it; 0: no pages
	MaxFrame  int  // bytes in a frame, command and address included; 0: as many as the bus takes
}

// Memory is the content of a chip, behind its Protocol. Not safe for concurrent use.
type Memory struct {
	p                 Protocol
	bus               Meter
	send              Sender
	maxRead, maxWrite int // bytes of data in a frame

	queue  []Frame // as many as a transaction can have
	header [][8]byte
	span   []span
	queued int
}

// span is what a queued frame transfers, for errors.
type span struct {
	op   string
	addr uint64
	n    int
}

// Error is a transfer that failed.
type Error struct {
	Op   string // "read" or "write"
	Chip string // as in "23LC1024{SPI0.0}"
	Addr uint64 // chip address of the first byte of the frame that failed; several frames may have been in its transaction
	Len  int    // bytes in that frame
	Err  error  // what the bus said
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s of %d bytes at %#x: %v", e.Chip, e.Op, e.Len, e.Addr, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// NewMemory returns the content of a chip that is up. It fails where bus and chip together leave no room for data in a frame.
func NewMemory(b Meter, send Sender, p Protocol) (*Memory, error) {
	limit := b.MaxFrame()
	if p.MaxFrame > 0 {
		limit = min(limit, p.MaxFrame)
	}
	most := 1
	if _, ok := b.(Batcher); ok {
		most = maxPackets
	}
	m := &Memory{p: p, bus: b, send: send, queue: make([]Frame, most), header: make([][8]byte, most), span: make([]span, most)}
	m.maxWrite = limit - 1 - p.AddrBytes
	m.maxRead = m.maxWrite - p.Dummy
	if m.maxRead < 1 {
		return nil, fmt.Errorf("%s: a frame may have %d bytes (bus: %d): too few for one byte of data", p.Name, limit, b.MaxFrame())
	}
	return m, nil
}

// FrameBudget is how many bytes a frame may have so that chip select is low for no longer than low, on a bus that was asked for a clock. They
// take half of the time at that clock. For a controller divides its own clock and rounds down, some to a power of two, and what it really
// runs at, at least half of what it was asked for, nobody tells: neither periph nor spidev, which gives back the number that was asked for.
func FrameBudget(low time.Duration, clock physic.Frequency) int {
	hz := int64(clock / physic.Hertz)
	low = min(low, time.Second) // which no transaction takes: it is no limit, and nothing below overflows
	return int(int64(low) / 2 * hz / (8 * int64(time.Second)))
}

// String is the chip and where it is connected: "23LC1024{SPI0.0}".
func (m *Memory) String() string { return m.p.Name }

// Size is the capacity in bytes.
func (m *Memory) Size() uint64 { return m.p.Size }

// Traffic is what went over the bus since it was connected, see Meter.
func (m *Memory) Traffic() (transactions, frames, bytes uint64) { return m.bus.Traffic() }

// Transfer writes w at waddr, then reads len(r) bytes at raddr into r, in one transaction where the bus can; either may be empty. It splits
// what a frame or a transaction cannot take at once. Both ranges must lie within Size, or nothing is transferred. Errors are of type
// *Error; after one it is unknown how much of w was written.
func (m *Memory) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if err := m.inRange("write", waddr, len(w)); err != nil {
		return err
	}
	if err := m.inRange("read", raddr, len(r)); err != nil {
		return err
	}
	m.queued = 0
	for len(w) > 0 {
		n := m.chunk(waddr, len(w), m.maxWrite)
		if m.p.Enable != 0 {
			if err := m.add(span{"write", waddr, n}, m.p.Enable, 0, nil, nil); err != nil {
				return err
			}
		}
		if err := m.add(span{"write", waddr, n}, CmdWrite, m.p.AddrBytes, w[:n], nil); err != nil {
			return err
		}
		w, waddr = w[n:], waddr+uint64(n)
	}
	for len(r) > 0 {
		n := m.chunk(raddr, len(r), m.maxRead)
		if err := m.add(span{"read", raddr, n}, m.p.Read, m.p.AddrBytes+m.p.Dummy, nil, r[:n]); err != nil {
			return err
		}
		r, raddr = r[n:], raddr+uint64(n)
	}
	return m.flush()
}

func (m *Memory) inRange(op string, addr uint64, n int) error {
	if addr <= m.p.Size && uint64(n) <= m.p.Size-addr {
		return nil
	}
	return &Error{op, m.p.Name, addr, n, fmt.Errorf("runs past the end of the chip, which has %d bytes", m.p.Size)}
}

// chunk is how much of n bytes at addr one frame can take.
func (m *Memory) chunk(addr uint64, n, limit int) int {
	n = min(n, limit)
	if m.p.Page > 0 {
		n = min(n, m.p.Page-int(addr%uint64(m.p.Page)))
	}
	return n
}

// add queues a frame: the command, behind bytes of address and what follows it, data.
func (m *Memory) add(s span, cmd byte, behind int, w, r []byte) error {
	i := m.queued
	h := &m.header[i]
	binary.BigEndian.PutUint64(h[:], s.addr<<(8*(7-m.p.AddrBytes))) // dummy bytes behind it are zero
	h[0] = cmd
	m.queue[i] = Frame{h[:1+behind], w, r}
	m.span[i] = s
	if m.queued++; m.queued == len(m.queue) {
		return m.flush()
	}
	return nil
}

// flush sends what is queued.
func (m *Memory) flush() error {
	if m.queued == 0 {
		return nil
	}
	done, err := m.send(m.queue[:m.queued])
	clear(m.queue[:m.queued]) // the caller's buffers are not kept
	m.queued = 0
	if err != nil {
		s := m.span[done]
		return &Error{s.op, m.p.Name, s.addr, s.n, err}
	}
	return nil
}
