package memtest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
)

func (s suite) host(t *testing.T) {
	m := s.memory(t)
	size := m.Size()
	want := pattern(t, m)

	p := make([]byte, 300)
	noError(t, m.ReadAt(p, size-300))
	equal(t, "ReadAt", string(p), string(want[size-300:]))
	noError(t, m.WriteAt([]byte("host"), size-4))
	copy(want[size-4:], "host")
	noError(t, m.ReadAt(nil, size))
	noError(t, m.WriteAt(nil, size))

	noError(t, m.PutUint8(1, 0x11))
	noError(t, m.PutUint16(2, 0x3322))
	noError(t, m.PutUint32(4, 0x77665544))
	noError(t, m.PutUint64(8, sample))
	copy(want[1:], []byte{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88})
	unchanged(t, m, want, "Put")
	u8, err := m.Uint8(1)
	equal(t, "Uint8", fmt.Sprint(u8, err), fmt.Sprint(0x11, nil))
	u16, err := m.Uint16(2)
	equal(t, "Uint16", fmt.Sprint(u16, err), fmt.Sprint(0x3322, nil))
	u32, err := m.Uint32(4)
	equal(t, "Uint32", fmt.Sprint(u32, err), fmt.Sprint(0x77665544, nil))
	u64, err := m.Uint64(8)
	equal(t, "Uint64", fmt.Sprint(u64, err), fmt.Sprint(uint64(sample), nil))

	if local, ok := m.(mem.Local); ok {
		borrow(t, local, want)
	}
	s.hostErrors(t, m)
	unchanged(t, m, want, "host accesses out of range")
}

// borrow checks what a memory in the process lends, and puts what it writes into want.
func borrow(t *testing.T, m mem.Local, want []byte) {
	t.Helper()
	size := m.Size()
	noError(t, m.Borrow(size-5, 3, func(b []byte) error {
		equal(t, "borrowed", string(b), string(want[size-5:size-2]))
		equal(t, "room behind what is borrowed", cap(b), 3)
		copy(b, "our")
		return nil
	}))
	copy(want[size-5:], "our")
	unchanged(t, m, want, "Borrow")
	failed := errors.New("failed")
	equal(t, "error of a borrower", m.Borrow(0, size, func([]byte) error { return failed }), failed)
	for _, addr := range []uint64{size - 8, size, math.MaxUint32, math.MaxUint64} {
		rangeError(t, m.Borrow(addr, 9, func([]byte) error { panic("lent what is not there") }), addr, 9, size)
	}
}

func (s suite) hostErrors(t *testing.T, m mem.Memory) {
	t.Helper()
	size := m.Size()
	p := []byte("unchanged")
	for _, addr := range []uint64{size - 8, size, size + 1, math.MaxUint32, math.MaxUint64, math.MaxUint64 - 8} {
		rangeError(t, m.ReadAt(p, addr), addr, 9, size)
		rangeError(t, m.WriteAt(p, addr), addr, 9, size)
	}
	equal(t, "ReadAt out of range", string(p), "unchanged")
	rangeError(t, m.ReadAt(nil, size+1), size+1, 0, size)

	_, err := m.Uint8(size)
	rangeError(t, err, size, 1, size)
	_, err = m.Uint16(size - 1)
	rangeError(t, err, size-1, 2, size)
	_, err = m.Uint32(size - 3)
	rangeError(t, err, size-3, 4, size)
	_, err = m.Uint64(size - 7)
	rangeError(t, err, size-7, 8, size)
	rangeError(t, m.PutUint8(size, 0), size, 1, size)
	rangeError(t, m.PutUint16(size-1, 0), size-1, 2, size)
	rangeError(t, m.PutUint32(size-3, 0), size-3, 4, size)
	rangeError(t, m.PutUint64(size-7, 0), size-7, 8, size)
}

func (s suite) close(t *testing.T) {
	m := s.memory(t)
	size := m.Size()
	pattern(t, m)
	for _, x := range accesses {
		x.store(m, size/2, x.load(m, 0))
	}
	noError(t, m.Close())
	noError(t, m.Close())
	equal(t, "size of a closed memory", m.Size(), 0)
	equal(t, "a closed memory does not grow", m.Grow(1), -1)
	refused(t, m, 1, mem.GrowError{Asked: m.PageSize(), Bound: mem.RoomBound, Why: "the memory is closed"})
	for _, x := range accesses {
		s.mustTrap(t, m, x, 0)
		s.mustTrap(t, m, x, size/2)
	}
	for what, f := range map[string]func(){
		"fill": func() { m.Fill(0, 1, 1) },
		"copy": func() { m.Copy(0, size/2, 1) },
		"from": func() { m.CopyFrom(m, 0, size/2, 1) },
		"init": func() { m.Init(0, "x", 0, 1) },
	} {
		equal(t, what+" traps", trapped(t, f), true)
	}
	noError(t, m.Close())
	rangeError(t, m.ReadAt(make([]byte, 1), 0), 0, 1, 0)
	rangeError(t, m.WriteAt(make([]byte, 1), 0), 0, 1, 0)
}

// random compares a random sequence of operations with the same on a slice of bytes.
func (s suite) random(t *testing.T) {
	const steps = 20_000
	r := rand.New(rand.NewPCG(1, 2))
	m := s.memory(t)
	model := make([]byte, m.Size())
	for step := range steps {
		n := uint64(r.IntN(64))
		at, from := r.Uint64N(m.Size()-n+1), r.Uint64N(m.Size()-n+1)
		switch op := r.IntN(100); {
		case op < 80:
			x := accesses[r.IntN(len(accesses))]
			at = r.Uint64N(m.Size() - x.bytes + 1)
			if op < 40 {
				word := make([]byte, 8)
				copy(word, model[at:at+x.bytes])
				equal(t, fmt.Sprintf("step %d: Load%s", step, x.name), x.load(m, at), le(word))
				continue
			}
			v := r.Uint64()
			x.store(m, at, v)
			for i := range x.bytes {
				model[at+i] = byte(v >> (8 * i))
			}
		case op < 88:
			m.Fill(at, uint8(step), n)
			for i := range n {
				model[at+i] = uint8(step)
			}
		case op < 98:
			m.Copy(at, from, n)
			copy(model[at:at+n], model[from:from+n])
		case op < 99:
			noError(t, m.WriteAt(model[from:from+n], at))
			copy(model[at:at+n], model[from:from+n])
		case r.IntN(50) == 0:
			if m.Grow(1) >= 0 {
				model = append(model, make([]byte, m.PageSize())...)
			}
		}
	}
	unchanged(t, m, model, "after the last step")
}

func le(b []byte) (v uint64) {
	for i, x := range b {
		v |= uint64(x) << (8 * i)
	}
	return v
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func rangeError(t *testing.T, err error, addr, n, size uint64) {
	t.Helper()
	var e *mem.RangeError
	if !errors.As(err, &e) || *e != (mem.RangeError{Addr: addr, Len: n, Size: size}) {
		t.Fatalf("got error %v, want a range error for %d bytes at %#x of %d", err, n, addr, size)
	}
}
