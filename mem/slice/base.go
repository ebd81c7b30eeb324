package slice

import "unsafe"

// Base is the address of the first byte, for assembly: it compares addresses with Size itself. It holds until the memory grows.
func (m Memory) Base() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(m.b)) }
