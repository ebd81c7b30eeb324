package mem

import "encoding/binary"

// Fill sets all bytes of b to val. Go has a fast way for zeros only: for the rest a first piece is set word by word, doubled,
// and then copied, while the processor's cache holds it.
func Fill(b []byte, val byte) {
	if val == 0 {
		clear(b)
		return
	}
	const words, piece = 256, 4096
	word := uint64(val) * 0x0101010101010101
	rest := b[:min(len(b), words)]
	for ; len(rest) >= 32; rest = rest[32:] {
		binary.LittleEndian.PutUint64(rest, word)
		binary.LittleEndian.PutUint64(rest[8:], word)
		binary.LittleEndian.PutUint64(rest[16:], word)
		binary.LittleEndian.PutUint64(rest[24:], word)
	}
	for ; len(rest) >= 8; rest = rest[8:] {
		binary.LittleEndian.PutUint64(rest, word)
	}
	for i := range rest {
		rest[i] = val
	}
	first := b[:min(len(b), piece)]
	for done := words; done < len(first); done *= 2 {
		copy(first[done:], first[:done])
	}
	for rest = b[len(first):]; len(rest) > 0; rest = rest[min(len(rest), piece):] {
		copy(rest, first)
	}
}
