package jpeg

import (
	"bytes"
	"image"
	"image/color"
	stdjpeg "image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"example.com/jpeg/internal/scalar"
)

// plain is the codec without vectors.
var plain = &engine{make: func() (module, error) { return scalar.New() }}

// paint makes a picture of a function of the pixels.
func paint(w, h int, f func(x, y int) color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, f(x, y))
		}
	}
	return m
}

func gradient(w, h int) *image.RGBA {
	return paint(w, h, func(x, y int) color.RGBA {
		return color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x + y) * 255 / (w + h)), 255}
	})
}

func noise(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	return paint(w, h, func(x, y int) color.RGBA {
		v := r.Uint32()
		return color.RGBA{uint8(v), uint8(v >> 8), uint8(v >> 16), 255}
	})
}

// text is strokes, black on white with something red, as letters have edges.
func text(w, h int) *image.RGBA {
	return paint(w, h, func(x, y int) color.RGBA {
		switch {
		case y%12 < 3 || x%9 == 0 || (x*7+y/12*5)%11 < 4 && y%12 > 4:
			return color.RGBA{255, 255, 255, 255}
		case y/12%5 == 2:
			return color.RGBA{200, 20, 30, 255}
		}
		return color.RGBA{0, 0, 0, 255}
	})
}

// photo is smooth with some detail and a bit of noise, as photographs are.
func photo(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(3, 4))
	wave := func(x, y int, a, b, c float64) float64 {
		return math.Sin(float64(x)*a+float64(y)*b+c) * math.Cos(float64(y)*a-float64(x)*b)
	}
	return paint(w, h, func(x, y int) color.RGBA {
		light := 128 + 60*wave(x, y, .011, .007, 0) + 30*wave(x, y, .09, .05, 1) + 12*wave(x, y, .5, .3, 2) + 6*r.Float64()
		warm, green := 30*wave(x, y, .006, -.004, 3), 20*wave(x, y, .013, .009, 5)
		clamp := func(v float64) uint8 { return uint8(min(max(v, 0), 255)) }
		return color.RGBA{clamp(light + warm), clamp(light + green), clamp(light - warm), 255}
	})
}

func greyOf(m image.Image) *image.Gray {
	g := image.NewGray(m.Bounds())
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			g.Set(x, y, m.At(x, y))
		}
	}
	return g
}

var paintings = []struct {
	name  string
	paint func(w, h int) *image.RGBA
}{{"gradient", gradient}, {"noise", noise}, {"text", text}, {"photo", photo}}

var sizes = []image.Point{{1, 1}, {2, 3}, {7, 9}, {8, 8}, {15, 17}, {16, 16}, {17, 1}, {1, 33}, {100, 75}, {257, 130}}

// psnr is how far two pictures are apart, in decibels: more is closer.
func psnr(t testing.TB, a, b image.Image) float64 {
	t.Helper()
	if a.Bounds().Size() != b.Bounds().Size() {
		t.Fatalf("%v and %v are of different sizes", a.Bounds(), b.Bounds())
	}
	var squares float64
	size := a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			r, g, bl, _ := a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y).RGBA()
			r2, g2, b2, _ := b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y).RGBA()
			for _, d := range [...]int{int(r>>8) - int(r2>>8), int(g>>8) - int(g2>>8), int(bl>>8) - int(b2>>8)} {
				squares += float64(d * d)
			}
		}
	}
	return 10 * math.Log10(255*255*float64(3*size.X*size.Y)/max(squares, 1e-9))
}

func encodeStd(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := stdjpeg.Encode(&b, m, &stdjpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decodeStd(t testing.TB, file []byte) image.Image {
	t.Helper()
	m, err := stdjpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func encodeBy(t testing.TB, e *engine, m image.Image, o *Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := e.do(func(c *codec) error { return c.encode(&b, m, o) }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decodeBy(e *engine, file []byte) (m image.Image, err error) {
	err = e.do(func(c *codec) error {
		m, err = c.decode(bytes.NewReader(file))
		return err
	})
	return m, err
}

func decodeRGBABy(e *engine, file []byte) (m *image.RGBA, err error) {
	err = e.do(func(c *codec) error {
		m, err = c.decodeRGBA(bytes.NewReader(file))
		return err
	})
	return m, err
}
