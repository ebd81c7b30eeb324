//go:build (amd64 || arm64) && ((darwin && !ios) || freebsd || windows)

package guard

import "github.com/wasm2go/wasm2go/mem"

// image is what nothing is mapped from here: images are copies.
type image struct{ mem.Image }

// Image copies the memory (mem.Imager).
func (m *Memory) Image() (mem.Image, error) { return mem.Copied(m) }

// setMapped is for images that do not exist here.
func (m *Memory) setMapped(*image) error { panic("guard: an image of another system") }
