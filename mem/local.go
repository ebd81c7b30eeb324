package mem

// Local is a memory whose bytes lie in the process, as those of mem/guard and mem/slice do: they can be borrowed. A generated package whose
// memory is of this kind has a method LocalMemory beside Memory, others have not; of a Memory that is found by name a type assertion tells.
type Local interface {
	Memory

	// Borrow calls f with the n bytes at addr of the memory itself, and returns what f returns. What f writes there the module sees,
	// without a copy.
	//
	// The bytes are borrowed until f returns: f keeps no reference to them, and uses them no more once the memory has grown or was
	// closed, as a call into the module may make it. After that they are stale, and to touch those of a closed memory can end the process.
	// No other goroutine may use the memory meanwhile, as at any time, unless it is shared (Atomic). The bytes of a shared memory stay where they
	// are as it grows, and if it is closed while f uses them, Borrow returns an error, or what f does
	// there has no effect.
	Borrow(addr, n uint64, f func(b []byte) error) error
}
