package abi

import "sync"

// reservations are the address ranges in which a fault is a module's out of bounds access. Addresses are a matter of the whole
// process, and a fault may come from a module that was only linked to the one that the host called: hence one set for all.
var reservations struct {
	sync.RWMutex
	end map[uintptr]uintptr // by start
}

// Reserve declares that a memory fault in [start, end) is an out of bounds access of a module: Call.Leave makes a trap of it. The
// range must hold nothing but one linear memory and its guard pages.
func Reserve(start, end uintptr) {
	reservations.Lock()
	defer reservations.Unlock()
	if reservations.end == nil {
		reservations.end = map[uintptr]uintptr{}
	}
	reservations.end[start] = end
}

// Release ends what Reserve(start, ...) began, before the range is given back to the system.
func Release(start uintptr) {
	reservations.Lock()
	defer reservations.Unlock()
	delete(reservations.end, start)
}

// Reserved reports whether an address lies in a reservation.
func Reserved(addr uintptr) bool {
	reservations.RLock()
	defer reservations.RUnlock()
	for start, end := range reservations.end {
		if start <= addr && addr < end {
			return true
		}
	}
	return false
}
