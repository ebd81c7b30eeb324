package mem

import (
	"bytes"
	"errors"
	"fmt"
)

// An Image is what a memory held at one time. It does not change any more, and any number of goroutines may read it.
type Image interface {
	Size() uint64                       // bytes of the memory
	ReadAt(p []byte, addr uint64) error // as Memory.ReadAt
	Held() uint64                       // bytes that the image takes: what behind them is left of the memory is zero

	// Close gives back what the image takes. Nobody may be reading it, or setting a memory to it. Memories that were set to it stay as they are.
	Close() error
}

// An Imager is a memory with ways of its own to make an image and to return to one. Others are copied through ReadAt and WriteAt.
type Imager interface {
	Image() (Image, error)
	SetImage(Image) error // from any memory
}

// ImageOf returns what m holds now.
func ImageOf(m Memory) (Image, error) {
	if i, ok := m.(Imager); ok {
		return i.Image()
	}
	return Copied(m)
}

// SetImage makes content and size of m those of the image. After an error the memory may have some of it.
func SetImage(m Memory, img Image) error {
	if i, ok := m.(Imager); ok {
		return i.SetImage(img)
	}
	if m.Size() > img.Size() {
		return fmt.Errorf("the memory has grown to %d bytes, and a %T cannot shrink to the %d that it had", m.Size(), m, img.Size())
	}
	if err := GrowTo(m, img.Size()); err != nil {
		return err
	}
	return CopyImage(m, img)
}

// GrowTo makes m so large. It is for backends.
func GrowTo(m Memory, size uint64) error {
	if size <= m.Size() {
		return nil
	}
	if delta := (size - m.Size()) / m.PageSize(); m.Grow(delta) < 0 {
		return Refused(m, delta)
	}
	return nil
}

// imagePiece is how many bytes are copied at once.
const imagePiece = 64 << 10

// CopyImage writes the image to m, of the same size: those pieces of it that m does not hold already. It is for backends.
func CopyImage(m Memory, img Image) error {
	has, want := make([]byte, imagePiece), make([]byte, imagePiece)
	return pieces(m.Size(), func(addr, n uint64) error {
		if err := errors.Join(m.ReadAt(has[:n], addr), img.ReadAt(want[:n], addr)); err != nil || bytes.Equal(has[:n], want[:n]) {
			return err
		}
		return m.WriteAt(want[:n], addr)
	})
}

// pieces calls f for the pieces of so many bytes.
func pieces(size uint64, f func(addr, n uint64) error) error {
	for addr := uint64(0); addr < size; addr += imagePiece {
		if err := f(addr, min(imagePiece, size-addr)); err != nil {
			return err
		}
	}
	return nil
}

// Copied returns what m holds now, as a copy without the zeros at the end. It is for backends.
func Copied(m Memory) (Image, error) {
	c := &copied{size: m.Size()}
	piece := make([]byte, imagePiece)
	err := pieces(c.size, func(addr, n uint64) error {
		err := m.ReadAt(piece[:n], addr)
		if used := Trimmed(piece[:n]); used > 0 && err == nil {
			c.b = append(c.b, make([]byte, addr-uint64(len(c.b)))...)
			c.b = append(c.b, piece[:used]...)
		}
		return err
	})
	return c, err
}

// Trimmed is the length of b without the zeros at its end.
func Trimmed(b []byte) int {
	for len(b) >= len(zeros) && bytes.Equal(b[len(b)-len(zeros):], zeros[:]) {
		b = b[:len(b)-len(zeros)]
	}
	return len(bytes.TrimRight(b, "\x00"))
}

// zeros are compared with.
var zeros [4096]byte

// copied is an Image in a slice.
type copied struct {
	b    []byte // without the zeros at the end
	size uint64
}

func (c *copied) Size() uint64 { return c.size }
func (c *copied) Held() uint64 { return uint64(len(c.b)) }

func (c *copied) ReadAt(p []byte, addr uint64) error {
	if err := Check(addr, uint64(len(p)), c.size); err != nil {
		return err
	}
	n := 0
	if addr < uint64(len(c.b)) {
		n = copy(p, c.b[addr:])
	}
	clear(p[n:])
	return nil
}

func (c *copied) Close() error {
	c.b, c.size = nil, 0
	return nil
}
