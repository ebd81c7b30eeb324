// Package guard keeps a linear memory behind guard pages: 10 GiB of address space and a little more are reserved without access, 8 of
// them above address 0 and 2 below, and the memory's own bytes are made accessible as it grows. The effective address of an access has
// 33 bits, or is a signed sum, so whatever lies outside the memory lies in the reservation, and the processor finds it. Nothing is
// checked; the fault becomes a Go panic (debug.SetPanicOnFault) and in abi.Call.Leave a trap.
//
// That needs a 64-bit platform with virtual memory. On others, and for memories with 64-bit addresses or small pages, the
// same names stand for package slice.
//
// Shared memories are the same: the reservation is all that they may become, and whichever thread grows one makes the pages accessible for all. Nobody
// asks for the size before an access, so there is nothing to go stale; it is an atomic number for those who do.
//
// # Exactness
//
// The Go compiler takes an access for something that cannot fail. Loads and stores are written so that it neither drops, narrows,
// merges nor moves one: an access out of bounds traps in its place, whatever becomes of its value, and what happened before is
// in memory. See load.go.
//
// # Lifetime
//
// Generated code computes with the bare address. Close therefore takes away the pages at once but keeps the addresses
// reserved, so that code which still runs, on this goroutine or another, traps instead of meeting whatever is mapped there next. The addresses are given back
// when the garbage collector finds the memory unreachable; a running call keeps its instance and so its memories reachable,
// see package rt/abi.
package guard
