package mem

// Fill sets all bytes of b to val. Go has a fast way for zeros only: for the rest a first piece is set byte by byte and
// copied, which the processor's cache still holds.
func Fill(b []byte, val byte) {
	if val == 0 {
		clear(b)
		return
	}
	const piece = 4096
	first := b[:min(len(b), piece)]
	if len(first) == 0 {
		return
	}
	first[0] = val
	for done := 1; done < len(first); done *= 2 {
		copy(first[done:], first[:done])
	}
	for rest := b[len(first):]; len(rest) > 0; rest = rest[min(len(rest), piece):] {
		copy(rest, first)
	}
}
