// Package atomics has the atomic instructions of the threads proposal as functions on addresses, little endian in memory on every machine. They
// are sequentially consistent, as those of sync/atomic, which they are made of; what they give back is the old value.
//
// The address is one that a method of [mem.Atomic] gave: aligned, and with the aligned 8 bytes around it inside of what the memory has reserved.
// Where such an address faults, because the memory ends there, the fault is that of the access itself.
//
// Of 8 and 16 bits sync/atomic knows nothing: they are part of the aligned 32 that hold them, which change by compare-and-swap (parts.go). That cannot
// undo what another thread stores beside them, by whatever instruction: if the word is no longer what was read, nothing is swapped.
package atomics
