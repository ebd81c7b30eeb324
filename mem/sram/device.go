package sram

// Device is external memory: one chip, or several that are addressed as one. Addresses and sizes are in bytes. A Device serves one
// goroutine at a time.
//
// The drivers in serialram, psram and fram make Devices of chips, package file makes one of a file; an error they return names the operation,
// the place and the cause. Of anything else that keeps bytes the example makes one.
type Device interface {
	// String names the device and where it is connected, for messages: "23LC1024{SPI0.0}".
	String() string

	// Size is the capacity in bytes. It never changes.
	Size() uint64

	// Transfer writes w at waddr, then reads len(r) bytes at raddr into r, as one transaction of the bus where the device can. Either
	// may be empty. It splits what the chip or the bus cannot take at once. Both ranges must lie within Size; otherwise nothing is
	// transferred and the error says so. After an error it is unknown how much of w was written, and r holds nothing of use.
	Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error

	// Halt ends the use of the device: the chip is left idle and, where it can, keeps its content. The bus stays open; closing it is for
	// whoever opened it.
	Halt() error
}
