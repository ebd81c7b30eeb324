package cachesim

import "time"

// The model of the bus: SPI at 20 MHz behind Linux's spidev.
const (
	overhead    = 60 * time.Microsecond // of each transaction (one system call)
	frameGap    = 10 * time.Microsecond // between the write and the read of one transaction
	commandSize = 4                     // bytes of command and address in front of a write or a read
	perByte     = 400 * time.Nanosecond // 8 bits
)

// BusTime is how long a transaction takes that writes w bytes and reads r.
func BusTime(w, r int) time.Duration {
	t := overhead
	if w > 0 {
		t += time.Duration(commandSize+w) * perByte
	}
	if r > 0 {
		t += time.Duration(commandSize+r) * perByte
	}
	if w > 0 && r > 0 {
		t += frameGap
	}
	return t
}
