// Package jpeg decodes and encodes baseline JPEG, as image/jpeg does, with a codec that is written in C and computes in vectors. Any number of
// goroutines may call it.
package jpeg

import (
	"errors"
	"image"
	"io"
)

//go:generate go tool wasm2go -o internal/vectors wasm/vectors.wasm
//go:generate go tool wasm2go -o internal/scalar wasm/scalar.wasm

func init() { image.RegisterFormat("jpeg", "\xff\xd8", Decode, DecodeConfig) }

// A FormatError says what is wrong with a file.
type FormatError string

func (e FormatError) Error() string { return "jpeg: invalid: " + string(e) }

// An UnsupportedError says what of a file this package has no code for: pictures that are progressive, CMYK or RGB, and other sizes of chrominance
// than half or all of luminance's.
type UnsupportedError string

func (e UnsupportedError) Error() string { return "jpeg: unsupported: " + string(e) }

var errMemory = errors.New("jpeg: the picture is too large")

// Decode decodes a picture: an *image.Gray or an *image.YCbCr.
func Decode(r io.Reader) (img image.Image, err error) {
	err = preferred.do(func(c *codec) error {
		img, err = c.decode(r)
		return err
	})
	return img, err
}

// DecodeRGBA decodes a picture into colours of the pixels, which Decode leaves to who draws it.
func DecodeRGBA(r io.Reader) (img *image.RGBA, err error) {
	err = preferred.do(func(c *codec) error {
		img, err = c.decodeRGBA(r)
		return err
	})
	return img, err
}

// DecodeConfig decodes the size of a picture and how its colours are kept, and reads little more than it has to.
func DecodeConfig(r io.Reader) (config image.Config, err error) {
	err = preferred.do(func(c *codec) error {
		config, err = c.decodeConfig(r)
		return err
	})
	return config, err
}

// Options say how to encode.
type Options struct {
	Quality    int  // from 1 to 100
	FullChroma bool // keep colours for each pixel (4:4:4), not for each two by two (4:2:0)
}

// DefaultQuality is that of Encode without Options.
const DefaultQuality = 75

// Encode writes a picture: an *image.Gray as one of a single component, any other in colours, over black where it is transparent. No options are a quality of
// DefaultQuality.
func Encode(w io.Writer, m image.Image, o *Options) error {
	return preferred.do(func(c *codec) error { return c.encode(w, m, o) })
}
