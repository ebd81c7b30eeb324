package mem

import (
	"fmt"
	"math"
	"math/bits"
)

// GrowError says that a growth was refused, and by what. It is what a host hears of memory.grow, see rt.OnGrowRefused.
type GrowError struct {
	Asked uint64 // bytes more; the largest number where it was more than that
	Size  uint64 // bytes that the memory has
	Bound Bound
	Why   string // the bound in words, with its numbers
}

func (e *GrowError) Error() string {
	return fmt.Sprintf("memory.grow by %d bytes was refused: %s", e.Asked, e.Why)
}

// A Bound is what keeps a memory from growing.
type Bound uint8

const (
	TypeBound Bound = iota + 1 // the maximum that the module declares, or what addresses reach
	HostBound                  // Type.Limit, which is rt.MaxMemory, or 2 GiB where a translated module declares no maximum
	RoomBound                  // what the system or the device has left, or there is none because the memory is closed
)

// Refused says why a growth of m by delta pages has just been refused. Where the type of m would allow it, a method
// Shortage(delta uint64) string of the backend has the words.
func Refused(m Memory, delta uint64) *GrowError {
	t := m.Type()
	e := &GrowError{Asked: math.MaxUint64, Size: m.Size(), Bound: RoomBound, Why: "there is no room"}
	if overflow, asked := bits.Mul64(delta, t.PageBytes()); overflow == 0 {
		e.Asked = asked
	}
	most := t.MaxPages()
	if delta > most || t.Min > most-delta {
		unlimited := t
		unlimited.Limit = 0
		e.Bound = TypeBound
		whose := "its addresses reach"
		switch {
		case unlimited.MaxPages() != most:
			e.Bound, whose = HostBound, "the host's limit is"
		case t.HasMax:
			whose = "the module's maximum is"
		}
		e.Why = fmt.Sprintf("the memory has %d bytes, %s %d", e.Size, whose, most*t.PageBytes())
	} else if b, ok := m.(interface{ Shortage(delta uint64) string }); ok {
		e.Why = b.Shortage(delta)
	}
	return e
}
