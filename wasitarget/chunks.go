package wasitarget

// chunks is the content of a file, in pieces, so that it grows without being copied, and holes cost nothing. A piece ends
// where zeros follow.
type chunks struct {
	size   int64
	pieces map[int64][]byte // the i-th begins at i*chunkSize
}

const chunkSize = 16 << 10

// resize cuts off, or lets zeros follow.
func (c *chunks) resize(size int64) {
	if size < c.size {
		last := size / chunkSize
		for i, p := range c.pieces {
			if i > last {
				delete(c.pieces, i)
			} else if i == last {
				c.pieces[i] = p[:min(int64(len(p)), size%chunkSize)]
			}
		}
	}
	c.size = size
}

// read copies what there is from offset on.
func (c *chunks) read(b []byte, offset int64) int {
	if offset >= c.size {
		return 0
	}
	b = b[:min(int64(len(b)), c.size-offset)]
	for rest := b; len(rest) > 0; {
		i, at := offset/chunkSize, offset%chunkSize
		part := rest[:min(int64(len(rest)), chunkSize-at)]
		n := 0
		if p := c.pieces[i]; at < int64(len(p)) {
			n = copy(part, p[at:])
		}
		clear(part[n:])
		rest, offset = rest[len(part):], offset+int64(len(part))
	}
	return len(b)
}

// write stores b inside the size.
func (c *chunks) write(b []byte, offset int64) {
	if c.pieces == nil {
		c.pieces = map[int64][]byte{}
	}
	for len(b) > 0 {
		i, at := offset/chunkSize, offset%chunkSize
		part := b[:min(int64(len(b)), chunkSize-at)]
		p := c.pieces[i]
		if missing := at + int64(len(part)) - int64(len(p)); missing > 0 {
			p = append(p, make([]byte, missing)...)
			c.pieces[i] = p
		}
		copy(p[at:], part)
		b, offset = b[len(part):], offset+int64(len(part))
	}
}
