package abi

import (
	"math"
	"math/bits"
	"runtime/debug"
	"sync"
)

// The stack budget is what calls may still take of Go's stack. Inside a module it is the parameter d, from which a function takes its estimated
// frame. What functions of the host take nobody estimates, nor those between which calls go in circles through several modules: where the host calls
// back, Enter measures how much of the goroutine's stack is in use, and so does Cross where an instance calls another one; what is left of the budget
// is no more than what is left of that. Where it cannot be measured, and where the host calls back on another
// goroutine, whose stack is another one, a charge stands for it. So three things hold:
//
//   - What the calls of one goroutine take together is no more than the budget, and one frame of the host.
//   - However many goroutines calls are nested on, all of them together are charged to one budget.
//   - No call of a module begins so near to the end of Go's stack, which ends the process, that it could come there.

const (
	// HostFrame is what is charged for a call to the host and back, at the least.
	HostFrame = 1 << 10

	// hostCharge is charged for a function of the host that calls back where its frame cannot be measured.
	hostCharge = 64 << 10
)

// A budget is how deep the calls of an instance may nest. It is part of its Core.
type budget struct {
	level
	whole   int // of a call that is not nested in others
	ceiling int // how much of any goroutine's stack may be in use
}

// A level is what a budget knows of the innermost call.
type level struct {
	depth int // of whoever is called back by the host, 0 or less to refuse: from Out to In; else inside

	// The goroutine of the innermost call from the host, 0 for none or an unknown one, and how much of its stack may be in use.
	on    uintptr
	limit int
}

// inside is the depth while no function of the host is called: then only the same goroutine may enter, from what is no function of the module's
// imports, such as a memory's device.
const inside = math.MinInt

// admits tells whether goroutine g may enter while calls run. It is asked on goroutines that may not, so that it reads what others write: that
// is a word each, and what was written before a host handed on its turn is seen.
//
//go:norace
func (b *budget) admits(g uintptr) bool { return b.depth != inside || g != 0 && g == b.on }

// defaultBudget leaves a wide margin below Go's own limit, because frame sizes are estimated: 64 MiB, 16 MiB on 32-bit platforms.
func defaultBudget() int { return largestStack() / 8 }

// newBudget is one of so many bytes.
func newBudget(bytes int) budget {
	room := largestStack()
	return budget{level{depth: inside}, bytes, room - room/8}
}

// enter is the budget of a call from the host, on goroutine g, of whose stack so many bytes are in use; g is 0 where that is not known.
// The outermost call has the whole of it.
func (b *budget) enter(outermost bool, g uintptr, used int) int {
	d := b.depth
	b.depth = inside
	switch {
	case outermost:
		d = b.whole
	case d == inside:
		d = b.limit - used
	case g == 0 || g != b.on:
		d -= hostCharge
	}
	if g == 0 {
		return d
	}
	if g != b.on {
		b.on, b.limit = g, min(used+d, b.ceiling)
	}
	return min(d, b.limit-used)
}

// cross is what is left of d for a call of another instance's function, on goroutine g as in enter. Less than 0: refuse.
func (b *budget) cross(d int, g uintptr, used int) int {
	switch g {
	case 0:
		return d - hostCharge
	case b.on:
		return min(d-HostFrame, b.limit-used)
	}
	return min(d-HostFrame, b.ceiling-used)
}

// measure finds out about the running goroutine: which one it is, and how many bytes of its stack are in use. g is 0 where it cannot be told,
// also where what Go keeps at the place that goroutine looks at is no longer what it is taken for: a stack's size is a power of two.
func measure() (g uintptr, used int) {
	g, low, high, sp := goroutine()
	size := high - low
	if low >= sp || sp > high || size&(size-1) != 0 {
		return 0, 0
	}
	return g, int(high - sp)
}

// largestStack is the size that Go lets a goroutine's stack have before it ends the process: 512 MiB, 128 MiB on 32-bit platforms, or what
// debug.SetMaxStack has made of it. Stacks double, hence the power of two.
func largestStack() int {
	return 1 << (bits.Len(uint(maxStack())) - 1)
}

// probing is held while the limit of stacks is not what it should be.
var probing sync.Mutex

// maxStack is what debug.SetMaxStack was called with last, at least a page. That function alone tells, and sets another limit as it does: for a
// moment there is none. If somebody sets one in this very moment, that one is put back.
func maxStack() int {
	probing.Lock()
	defer probing.Unlock()
	const none = math.MaxInt
	limit, was := debug.SetMaxStack(none), none
	for {
		found := debug.SetMaxStack(limit)
		if found == was {
			return max(limit, 4096)
		}
		was, limit = limit, found
	}
}
