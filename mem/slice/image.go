package slice

import (
	"fmt"

	"github.com/wasm2go/wasm2go/mem"
)

// Image returns a copy of the memory (mem.Imager).
func (m *Memory) Image() (mem.Image, error) { return mem.Copied(m) }

// SetImage copies the image (mem.Imager). It must be called like Grow.
func (m *Memory) SetImage(img mem.Image) error {
	if m.s.room == nil {
		return fmt.Errorf("the memory is closed")
	}
	if err := mem.GrowTo(m, img.Size()); err != nil {
		return err
	}
	clear(m.b[img.Size():]) // where it grows to again
	m.b = m.s.room[:img.Size():img.Size()]
	clear(m.b[img.Held():])
	return img.ReadAt(m.b[:img.Held()], 0)
}
