package main

import "slices"

func digits(n uint32) []byte {
	var t [10]byte
	at := len(t)
	for {
		at--
		t[at] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return slices.Clone(t[at:])
		}
	}
}

// decode makes 16-bit units of UTF-8 (up to three bytes a character).
func decode(s []byte) []uint16 {
	out := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		c := uint16(s[i])
		switch {
		case c < 0x80:
			i++
		case c < 0xe0:
			c = c&0x1f<<6 | uint16(s[i+1])&0x3f
			i += 2
		default:
			c = c&0x0f<<12 | uint16(s[i+1])&0x3f<<6 | uint16(s[i+2])&0x3f
			i += 3
		}
		out = append(out, c)
	}
	return slices.Clone(out)
}

// count says how often what stands at from..from+n in text occurs in it.
func count(text []uint16, from, n int) int32 {
	found := int32(0)
places:
	for i := 0; i+n <= len(text); i++ {
		for j := range n {
			if text[i+j] != text[from+j] {
				continue places
			}
		}
		found++
	}
	return found
}

// text is text.wat.
func text(n int32) int32 {
	words := []byte("the quick brown f\xc3\xb6x jumps over the lazy d\xe2\x82\xacg ")[:47]
	var b []byte
	for i := range uint32(n) {
		b = append(b, words...)
		b = append(b, digits(i*7919)...)
	}
	u := decode(b)
	sum := count(u, 4, 5) + 31*count(u, 44, 4)
	for i := range 10 {
		b[i] = '.'
	}
	for _, c := range u {
		sum = sum*31 + int32(c)
	}
	return sum + int32(int8(b[3]))
}
