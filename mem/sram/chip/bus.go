package chip

import "time"

// Bus is the wires to one chip, as narrow as the drivers need them: any SPI master that can hold chip select over a whole frame will do.
// NewSPI makes one of a periph port, package tinygo of a microcontroller's.
type Bus interface {
	// Frame selects the chip, sends header, sends write, reads read, and deselects it. header is never empty; of write and read at most one
	// is not.
	Frame(header, write, read []byte) error

	// MaxFrame is the most bytes that a frame may have, header included.
	MaxFrame() int
}

// Frame is one frame, as Bus.Frame takes it.
type Frame struct {
	Header, Write, Read []byte
}

// len is the number of bytes on the wires.
func (f Frame) len() int { return len(f.Header) + len(f.Write) + len(f.Read) }

// Batcher is a Bus that can carry several frames in one transaction of the host, which is cheaper than one each. Nobody else knows how many
// transactions these are, so it counts them.
type Batcher interface {
	Meter

	// Frames sends frames in order, in as few transactions as it can. It returns how many frames had surely been sent before an error.
	Frames(frames []Frame) (int, error)
}

// Sender sends frames in order. It returns how many frames had surely been sent before an error.
type Sender func(frames []Frame) (int, error)

// Start brings a chip up: it calls up with a Sender, and returns the Sender that worked. That is the Bus's own Frames where it is a
// Batcher and up succeeds with it; else each frame is a transaction of its own. So up must send several frames at once, and
// must fail if they did not reach the chip apart from each other.
func Start(b Bus, up func(Sender) error) (Sender, error) {
	if batcher, ok := b.(Batcher); ok && up(batcher.Frames) == nil {
		return batcher.Frames, nil
	}
	single := func(frames []Frame) (int, error) {
		for i, f := range frames {
			if err := b.Frame(f.Header, f.Write, f.Read); err != nil {
				return i, err
			}
		}
		return len(frames), nil
	}
	return single, up(single)
}

// How often Insist tries, and how long it waits before each try of the second half.
const (
	insistTries = 20
	insistPause = time.Millisecond
)

// Insist sends frames that undo something, again and again where the bus fails. Its error is that of the last try.
func Insist(send Sender, frames []Frame) (err error) {
	for try := range insistTries {
		if try >= insistTries/2 {
			time.Sleep(insistPause)
		}
		if _, err = send(frames); err == nil {
			return nil
		}
	}
	return err
}

// Silent says why an answer shows that no chip is there, or is empty when it does not show that.
func Silent(answer []byte) string {
	ones, zeros := true, true
	for _, b := range answer {
		ones = ones && b == 0xff
		zeros = zeros && b == 0
	}
	switch {
	case ones:
		return "no chip answers (all ones): check power, chip select and data lines"
	case zeros:
		return "no chip answers (all zeros): check power, chip select and data lines"
	}
	return ""
}
