//go:build (amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)

package guard

import (
	"errors"

	"github.com/wasm2go/wasm2go/mem"
)

// SetImage makes content and size those of the image (mem.Imager). Where the system maps files over pages and the image is one of this
// package, that takes time for the pages only that were written since, or for none. No thread may run meanwhile.
func (m *Memory) SetImage(img mem.Image) error {
	s := m.s
	if s.closed {
		return errors.New("the memory is closed")
	}
	if mapped, ok := img.(*image); ok {
		return m.setMapped(mapped)
	}
	if err := s.shrink(min(m.Size(), img.Size())); err != nil {
		return err
	}
	if err := mem.GrowTo(m, img.Size()); err != nil {
		return err
	}
	return mem.CopyImage(m, img)
}

// shrink takes the pages behind the first size bytes away.
func (s *state) shrink(size uint64) error {
	b := s.addr[size:s.size.Load()]
	if len(b) == 0 {
		return nil
	}
	if !discards {
		clear(b)
	}
	if err := discard(b); err != nil {
		return err
	}
	s.size.Store(size)
	if s.image != nil && size < s.image.Held() {
		s.image = nil // what it grows by will not be mapped from there
	}
	return nil
}
