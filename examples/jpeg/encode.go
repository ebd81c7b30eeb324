package jpeg

import (
	"errors"
	"image"
	"image/draw"
	"io"

	"github.com/wasm2go/wasm2go/mem/data"
)

// What C makes of pixels: luminance alone, or chrominance as well.
const (
	grey = iota
	ycc444
	ycc420
)

// A strip is C's struct of that name: where rows of pixels go, and where the bytes are that are made of them.
type strip struct {
	pixels       uint32
	stride, rows int32
	bytes        uint32
}

func (c *codec) encode(w io.Writer, m image.Image, o *Options) error {
	size := m.Bounds().Size()
	if size.X < 1 || size.Y < 1 || size.X > 65535 || size.Y > 65535 {
		return errors.New("jpeg: a picture has 1 to 65535 pixels each way")
	}
	quality, format := DefaultQuality, int32(ycc420)
	if o != nil {
		quality = min(max(o.Quality, 1), 100)
		if o.FullChroma {
			format = ycc444
		}
	}
	if _, ok := m.(*image.Gray); ok {
		format = grey
	}
	status, err := c.Begin(int32(size.X), int32(size.Y), int32(quality), format)
	if err != nil {
		return err
	}
	if err := c.check(status); err != nil {
		return err
	}
	at, err := c.GetStrip()
	if err != nil {
		return err
	}
	s, err := data.Load[strip](c.LocalMemory(), at)
	if err != nil {
		return err
	}
	for y := 0; y < size.Y; y += int(s.rows) {
		if err := c.encodeStrip(w, m, s, y); err != nil {
			return err
		}
	}
	return nil
}

// encodeStrip encodes the rows of a strip, or what is left of them, from y on.
func (c *codec) encodeStrip(w io.Writer, m image.Image, s strip, y int) error {
	bounds := m.Bounds()
	rows := min(int(s.rows), bounds.Dy()-y)
	err := data.Borrow(c.LocalMemory(), s.pixels, int(s.stride)*rows, func(pixels []byte) error {
		from := bounds.Min.Add(image.Pt(0, y))
		if m, ok := m.(*image.Gray); ok {
			for i := range rows {
				copy(pixels[i*int(s.stride):], m.Pix[m.PixOffset(from.X, from.Y+i):][:bounds.Dx()])
			}
			return nil
		}
		to := &image.RGBA{Pix: pixels, Stride: int(s.stride), Rect: image.Rect(0, 0, bounds.Dx(), rows)}
		draw.Draw(to, to.Rect, m, from, draw.Src)
		return nil
	})
	if err != nil {
		return err
	}
	n, err := c.Encode(int32(rows))
	if err != nil {
		return err
	}
	return data.Borrow(c.LocalMemory(), s.bytes, n, func(b []byte) error {
		_, err := w.Write(b)
		return err
	})
}
