package jpeg

import (
	"errors"
	"image"
	"image/color"
	"io"

	"github.com/wasm2go/wasm2go/mem/data"
)

// A picture is C's struct of that name: what has been decoded, or is about to be.
type picture struct {
	width, height, parts int32
	planes               [3]plane
}

type plane struct {
	at                 uint32
	stride, rows, h, v int32
}

func (p *picture) bounds() image.Rectangle { return image.Rect(0, 0, int(p.width), int(p.height)) }

// header reads as far as the size of the picture.
func (c *codec) header() error {
	n := int32(min(c.file.Len(), 1<<31-1)) // more than there is memory for
	at, err := c.Input(n)
	if err != nil {
		return err
	}
	if at == 0 {
		return errMemory
	}
	if err := c.LocalMemory().WriteAt(c.file.Bytes(), uint64(at)); err != nil {
		return err
	}
	status, err := c.Header(at, n)
	if err != nil {
		return err
	}
	return c.check(status)
}

func (c *codec) decodeConfig(r io.Reader) (image.Config, error) {
	c.file.Reset()
	for n := int64(4096); ; n *= 2 {
		_, end := io.CopyN(&c.file, r, n)
		if end != nil && end != io.EOF {
			return image.Config{}, end
		}
		err := c.header()
		if errors.Is(err, io.ErrUnexpectedEOF) && end == nil {
			continue
		}
		if err != nil {
			return image.Config{}, err
		}
		p, err := c.picture()
		model := color.YCbCrModel
		if p.parts == 1 {
			model = color.GrayModel
		}
		return image.Config{ColorModel: model, Width: int(p.width), Height: int(p.height)}, err
	}
}

func (c *codec) picture() (picture, error) {
	at, err := c.GetPicture()
	if err != nil {
		return picture{}, err
	}
	return data.Load[picture](c.LocalMemory(), at)
}

// planes decodes all that there is to read.
func (c *codec) planes(r io.Reader) (picture, error) {
	c.file.Reset()
	if _, err := c.file.ReadFrom(r); err != nil {
		return picture{}, err
	}
	if err := c.header(); err != nil {
		return picture{}, err
	}
	status, err := c.Decode()
	if err != nil {
		return picture{}, err
	}
	if err := c.check(status); err != nil {
		return picture{}, err
	}
	return c.picture()
}

func (c *codec) decode(r io.Reader) (image.Image, error) {
	p, err := c.planes(r)
	if err != nil {
		return nil, err
	}
	var pix [3][]byte
	for i, plane := range p.planes[:p.parts] {
		if pix[i], err = data.Bytes(c.LocalMemory(), plane.at, plane.stride*plane.rows); err != nil {
			return nil, err
		}
	}
	y, cb := p.planes[0], p.planes[1]
	if p.parts == 1 {
		return &image.Gray{Pix: pix[0], Stride: int(y.stride), Rect: p.bounds()}, nil
	}
	ratios := [2][2]image.YCbCrSubsampleRatio{
		{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio440},
		{image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420},
	}
	return &image.YCbCr{
		Y: pix[0], Cb: pix[1], Cr: pix[2], YStride: int(y.stride), CStride: int(cb.stride),
		SubsampleRatio: ratios[y.h/cb.h-1][y.v/cb.v-1], Rect: p.bounds(),
	}, nil
}

func (c *codec) decodeRGBA(r io.Reader) (*image.RGBA, error) {
	p, err := c.planes(r)
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(p.bounds())
	const strip = 16 // rows that C makes at a time
	for y := int32(0); y < p.height; y += strip {
		at, err := c.Pixels(y)
		if err != nil {
			return nil, err
		}
		if at == 0 {
			return nil, errMemory
		}
		stride, rows := 4*p.planes[0].stride, min(strip, p.height-y)
		err = data.Borrow(c.LocalMemory(), at, stride*rows, func(pixels []byte) error {
			for i := range int(rows) {
				row := img.Pix[(int(y)+i)*img.Stride:][:img.Stride]
				copy(row, pixels[i*int(stride):])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return img, nil
}
