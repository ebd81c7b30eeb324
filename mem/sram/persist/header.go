package persist

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"
)

// A header says that a checkpoint is complete, or that there is none any more. It is a record (see record.go) of
//
//	0   8  number
//	8   8  magic
//	16  8  bytes of the device
//	24  4  bytes of a block
//	28  4  bytes that there are for a state
//	32  4  bytes of the state
//	36  4  checksum of the state
//	40  4  entry of the journal with which that of this checkpoint begins
//	44  4  1: there is no checkpoint
//	52  4  checksum of what is before
//	56  8  mark of the number
type header struct {
	number       number
	size         uint64
	block, state uint32
	length, sum  uint32
	start        uint32
	empty        bool
}

const (
	headerBytes = 64
	headers     = 8 // in a ring: each is used once in so many checkpoints
	ringBytes   = headers * headerBytes

	family = "w2g-ckp" // what the magic of all formats begins with
	magic  = family + "2"
)

func (h header) encode() []byte {
	b := make([]byte, headerBytes)
	copy(b[8:], magic)
	binary.LittleEndian.PutUint64(b[16:], h.size)
	binary.LittleEndian.PutUint32(b[24:], h.block)
	binary.LittleEndian.PutUint32(b[28:], h.state)
	binary.LittleEndian.PutUint32(b[32:], h.length)
	binary.LittleEndian.PutUint32(b[36:], h.sum)
	binary.LittleEndian.PutUint32(b[40:], h.start)
	if h.empty {
		b[44] = 1
	}
	seal(b, h.number)
	return b
}

// A slot is a place for a header, and what it has.
type slot struct {
	record
	header header
	looks  bool // like a header, at least
}

func decodeSlot(b []byte) slot {
	s := slot{record: unseal(b), looks: similar(b[8:16], magic)}
	if s.condition == valid && string(b[8:16]) != magic {
		s.condition, s.looks = torn, false // a record of something else
	}
	s.header = header{
		number: s.number,
		size:   binary.LittleEndian.Uint64(b[16:]),
		block:  binary.LittleEndian.Uint32(b[24:]),
		state:  binary.LittleEndian.Uint32(b[28:]),
		length: binary.LittleEndian.Uint32(b[32:]),
		sum:    binary.LittleEndian.Uint32(b[36:]),
		start:  binary.LittleEndian.Uint32(b[40:]),
		empty:  b[44] == 1,
	}
	return s
}

// similar tells whether b is text but for a few bits.
func similar(b []byte, text string) bool {
	wrong := 0
	for i := range b {
		wrong += bits.OnesCount8(b[i] ^ text[i])
	}
	return wrong <= fewBits
}

// otherFormat is the error where a header of another format begins the device. The first format had its name in front.
func otherFormat(ring []byte) error {
	for at := 0; at < len(ring); at += headerBytes {
		b := bytes.Clone(ring[at:][:headerBytes])
		name := string(b[:8])
		if unseal(b).condition == valid {
			name = string(b[8:16])
		}
		if strings.HasPrefix(name, family) && name != magic {
			return fmt.Errorf("they are of the format %q, this version has %q: go back to the other, or Erase them", name, magic)
		}
	}
	return nil
}
