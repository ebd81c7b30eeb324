package sim

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"

	"github.com/wasm2go/wasm2go/mem/sram/file"
)

const pageSize = 4096

// content is the bytes of a chip. A page gets memory when it is first touched, so that large chips cost what is used of them.
type content struct {
	size  uint64
	pages []*[pageSize]byte
	seed  uint64       // of the random bytes after power-up
	power uint64       // how often power went
	file  *file.Device // keeps what is written; nil: nothing does
	err   error        // of writing it; no transaction succeeds after it
}

// newContent makes random content, or, with a file, what it holds; a new file begins with zeros. The file is locked.
func newContent(size, seed uint64, path string) (*content, error) {
	c := &content{size: size, seed: seed}
	c.forget()
	if path == "" {
		return c, nil
	}
	f, err := file.Open(path, file.Opts{Size: size})
	if err != nil {
		return nil, err
	}
	if err := c.load(f); err != nil {
		return nil, errors.Join(err, f.Halt())
	}
	c.file = f
	return c, nil
}

func (c *content) load(f *file.Device) error {
	for i := range c.pages {
		at := uint64(i) * pageSize
		p := new([pageSize]byte)
		if err := f.Transfer(0, nil, at, p[:min(pageSize, c.size-at)]); err != nil {
			return err
		}
		c.pages[i] = p
	}
	return nil
}

// forget is what happens to volatile content without power.
func (c *content) forget() {
	c.pages = make([]*[pageSize]byte, (c.size+pageSize-1)/pageSize)
	c.power++
}

func (c *content) page(addr uint64) *[pageSize]byte {
	i := addr / pageSize
	if c.pages[i] == nil {
		p := new([pageSize]byte)
		var key [32]byte
		binary.LittleEndian.PutUint64(key[0:], c.seed)
		binary.LittleEndian.PutUint64(key[8:], c.power)
		binary.LittleEndian.PutUint64(key[16:], i)
		rand.NewChaCha8(key).Read(p[:]) // never fails
		c.pages[i] = p
	}
	return c.pages[i]
}

// read copies to p what is at addr, at most to the end of the page. It returns how many bytes that were.
func (c *content) read(addr uint64, p []byte) uint64 {
	return uint64(copy(p, c.page(addr)[addr%pageSize:]))
}

// write is the reverse of read.
func (c *content) write(addr uint64, p []byte) uint64 {
	return uint64(copy(c.page(addr)[addr%pageSize:], p))
}

// save writes n bytes at addr to the file, if there is one.
func (c *content) save(addr, n uint64) {
	for c.file != nil && n > 0 {
		part := min(n, pageSize-addr%pageSize)
		at := addr % pageSize
		if err := c.file.Transfer(addr, c.page(addr)[at:at+part], 0, nil); err != nil {
			c.err = err
			return
		}
		addr, n = addr+part, n-part
	}
}

func (c *content) close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Halt()
}
