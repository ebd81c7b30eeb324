package memtest

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/park"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi/atomics"
)

// shared is the tests of one kind of shared memory, besides those of any.
type shared struct {
	open func(mem.Type) (mem.Atomic, error)
	typ  mem.Type
}

func (s shared) run(t *testing.T) {
	t.Run("words", s.words)
	t.Run("growth by several threads", s.growth)
	t.Run("closed under threads", s.closedUnderThreads)
	t.Run("closed under hosts", s.closedUnderHosts)
	t.Run("given back", s.givenBack)
}

func (s shared) memory(t *testing.T) mem.Atomic {
	t.Helper()
	m, err := s.open(s.typ)
	noError(t, err)
	t.Cleanup(func() { m.Close() })
	return m
}

// atomically are atomic loads.
var atomically = []struct {
	bytes uint64
	load  func(m mem.Atomic, ea uint64) uint64
}{
	{1, func(m mem.Atomic, ea uint64) uint64 { return uint64(atomics.Load8(m.Word8(ea))) }},
	{2, func(m mem.Atomic, ea uint64) uint64 { return uint64(atomics.Load16(m.Word16(ea))) }},
	{4, func(m mem.Atomic, ea uint64) uint64 { return uint64(atomics.Load32(m.Word32(ea))) }},
	{8, func(m mem.Atomic, ea uint64) uint64 { return atomics.Load64(m.Word64(ea)) }},
}

// words: the addresses are those of the bytes that plain accesses move, up to the last one; unaligned ones trap, wherever they are, and those
// outside.
func (s shared) words(t *testing.T) {
	m := s.memory(t)
	want, size := pattern(t, m), m.Size()
	inside := func(ea, bytes uint64) bool { return ea < 40 || ea+40 > size && ea+bytes <= size }
	for _, x := range atomically {
		for ea := range size {
			switch {
			case !inside(ea, x.bytes):
			case ea%x.bytes == 0:
				equal(t, "word", x.load(m, ea), le(want[ea:ea+x.bytes]))
			default:
				equal(t, "unaligned", errors.Is(run(func() { x.load(m, ea) }), rt.UnalignedAtomic), true)
			}
		}
		first := (size + 1) / x.bytes * x.bytes // outside, or in part: sizes are such
		for _, ea := range []uint64{first, first + 64, 1 << 16 << 3, math.MaxUint32 + 1 - x.bytes, 2*(math.MaxUint32+1) - 2*x.bytes} {
			equal(t, "word outside", trapped(t, func() { x.load(m, ea) }), true)
			equal(t, "unaligned outside", x.bytes == 1 || errors.Is(run(func() { x.load(m, ea+1) }), rt.UnalignedAtomic), true)
		}
		if s.typ.Is64 {
			equal(t, "the last word of all", trapped(t, func() { x.load(m, -x.bytes) }), true)
		}
	}
	unchanged(t, m, want, "loads")
}

// growth: many grow the memory at once, by a page each. Each page goes to one of them, is zero and can be used by all, at once.
func (s shared) growth(t *testing.T) {
	m := s.memory(t)
	var olds [8][]int64
	var group sync.WaitGroup
	for i := range olds {
		group.Go(func() {
			for {
				old := m.Grow(1)
				if old < 0 {
					return
				}
				olds[i] = append(olds[i], old)
				at := uint64(old) * m.PageSize()
				if v := atomics.Add8(m.Word8(at), 1); v != 0 || m.Size() <= at {
					t.Errorf("a new page holds %d, of %d", v, m.Size())
				}
			}
		})
	}
	group.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(olds[:]...)))
	equal(t, "pages", m.Pages(), s.typ.Max)
	equal(t, "growths", uint64(len(all)), s.typ.Max-s.typ.Min)
	for i, old := range all {
		equal(t, "old size", old, int64(s.typ.Min)+int64(i))
	}
}

// closedUnderThreads: threads that use the memory in whatever way, or wait there, trap once it is closed, and the garbage collector runs before.
func (s shared) closedUnderThreads(t *testing.T) {
	m := s.memory(t)
	other := s.memory(t)
	uses := map[string]func(){
		"load":     func() { m.Load8(8) },
		"store":    func() { m.Store64(16, 1) },
		"atomic":   func() { atomics.Load32(m.Word32(8)) },
		"add":      func() { atomics.Add64(m.Word64(16), 1) },
		"add 8":    func() { atomics.Add8(m.Word8(11), 1) },
		"cmpxchg":  func() { atomics.Cmpxchg16(m.Word16(14), 0, 1) },
		"fill":     func() { m.Fill(100, 7, 900) },
		"zero":     func() { m.Fill(100, 0, 900) },
		"copy":     func() { m.Copy(50, 60, 900) },
		"init":     func() { m.Init(100, "some text", 0, 9) },
		"from":     func() { m.CopyFrom(other, 100, 100, 900) },
		"to other": func() { other.CopyFrom(m, 100, 100, 900) },
	}
	var rounds atomic.Int64
	ended := make(chan error)
	for what, use := range uses {
		go func() {
			err := run(func() {
				for {
					use()
					rounds.Add(1)
				}
			})
			if !errors.Is(err, rt.OutOfBoundsMemory) {
				err = errors.Join(errors.New(what), err)
			} else {
				err = nil
			}
			ended <- err
		}()
	}
	waits := make(chan park.Result)
	go func() { waits <- m.Lot().Wait(8, func() bool { return true }, -1, nil) }()
	for rounds.Load() < 1000 || m.Lot().Waiting(8) == 0 {
		time.Sleep(time.Millisecond)
	}
	runtime.GC()
	begin := time.Now()
	noError(t, m.Close())
	for range uses {
		noError(t, <-ended)
	}
	equal(t, "how a wait ended", <-waits, park.Closed)
	t.Logf("%d threads have ended after %v", len(uses)+1, time.Since(begin))
}

// closedUnderHosts: a host that uses the memory, on a goroutine that runs no module, gets an error once it is closed, wherever it was.
func (s shared) closedUnderHosts(t *testing.T) {
	for range 20 {
		m := s.memory(t)
		b := make([]byte, m.Size())
		uses := []func() error{
			func() error { return m.ReadAt(make([]byte, len(b)), 0) },
			func() error { return m.WriteAt(b, 0) },
			func() error { _, err := m.Uint8(1); return err },
			func() error { _, err := m.Uint32(1); return err },
			func() error { return m.PutUint64(9, 1) },
		}
		if local, ok := m.(mem.Local); ok {
			uses = append(uses, func() error {
				return local.Borrow(0, uint64(len(b)), func(b []byte) error { mem.Fill(b, b[0]+1); return nil })
			})
		}
		var rounds atomic.Int64
		ended := make(chan error)
		for _, use := range uses {
			go func() {
				for {
					if err := use(); err != nil {
						ended <- err
						return
					}
					rounds.Add(1)
				}
			}()
		}
		for rounds.Load() < 100 {
			runtime.Gosched()
		}
		noError(t, m.Close())
		for range uses {
			err := <-ended
			var outside *mem.RangeError
			equal(t, "a range error", errors.As(err, &outside), true)
			equal(t, "its size", outside.Size, 0)
		}
	}
}

// givenBack: a memory that is closed, or that nobody has any more, costs nothing.
func (s shared) givenBack(t *testing.T) {
	if s.typ.PageSize == 1 || RaceEnabled {
		t.Skip("what so small memories take cannot be seen, nor can it where the race detector takes more")
	}
	typ := s.typ
	typ.Min, typ.Max = 256, 256 // 16 MiB
	before, ok := resident()
	if !ok {
		t.Skip("this system does not tell how much memory a process has")
	}
	for i := range 40 {
		m, err := s.open(typ)
		noError(t, err)
		for at := uint64(0); at < m.Size(); at += 4096 {
			m.Store8(at, 1)
		}
		if i%2 == 0 {
			noError(t, m.Close())
		}
		m = nil
		runtime.GC()
		time.Sleep(5 * time.Millisecond) // cleanups run on a goroutine of their own
	}
	after, _ := resident()
	if after > before+100<<20 {
		t.Errorf("%d MiB are left of 40 memories of 16", (after-before)>>20)
	}
}
