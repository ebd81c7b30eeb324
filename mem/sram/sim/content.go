package sim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
)

const pageSize = 4096

// content is the bytes of a chip. A page gets memory when it is first touched, so that large chips cost what is used of them.
type content struct {
	size  uint64
	pages []*[pageSize]byte
	seed  uint64   // of the random bytes after power-up
	power uint64   // how often power went
	file  *os.File // keeps what is written; nil: nothing does
	err   error    // of writing it; no transaction succeeds after it
}

// newContent makes random content, or, with a file, what it holds; a new file begins with zeros.
func newContent(size, seed uint64, file string) (*content, error) {
	c := &content{size: size, seed: seed}
	c.forget()
	if file == "" {
		return c, nil
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := c.load(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	c.file = f
	return c, nil
}

func (c *content) load(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		if err := f.Truncate(int64(c.size)); err != nil {
			return err
		}
	} else if info.Size() != int64(c.size) {
		return fmt.Errorf("%s has %d bytes, the chip %d", f.Name(), info.Size(), c.size)
	}
	for i := range c.pages {
		p := new([pageSize]byte)
		if _, err := f.ReadAt(p[:], int64(i)*pageSize); err != nil && !errors.Is(err, io.EOF) {
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
		if _, err := c.file.WriteAt(c.page(addr)[at:at+part], int64(addr)); err != nil {
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
	return c.file.Close()
}
