package jpeg

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	stdjpeg "image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The picture of the benchmarks: 2 megapixels, at the quality that is the default.
const benchWidth, benchHeight, benchQuality = 1600, 1200, DefaultQuality

// What decodes to RGBA and encodes from it. The names are those of sub-benchmarks.
var contenders = []struct {
	name   string
	decode func(file []byte) error
	encode func(m *image.RGBA) error
}{
	{"vectors", decodeWith(preferred), encodeWith(preferred)},
	{"scalar", decodeWith(plain), encodeWith(plain)},
	{"image/jpeg", decodeByStd, func(m *image.RGBA) error {
		return stdjpeg.Encode(io.Discard, m, &stdjpeg.Options{Quality: benchQuality})
	}},
}

func decodeWith(e *engine) func([]byte) error {
	return func(file []byte) error {
		_, err := decodeRGBABy(e, file)
		return err
	}
}

func encodeWith(e *engine) func(*image.RGBA) error {
	return func(m *image.RGBA) error {
		return e.do(func(c *codec) error { return c.encode(io.Discard, m, &Options{Quality: benchQuality}) })
	}
}

func decodeByStd(file []byte) error {
	m, err := stdjpeg.Decode(bytes.NewReader(file))
	if err == nil {
		pixels := image.NewRGBA(m.Bounds())
		draw.Draw(pixels, pixels.Rect, m, image.Point{}, draw.Src)
	}
	return err
}

// pixelsASecond reports how many megapixels a second n times the picture are.
func pixelsASecond(b *testing.B, n int, seconds float64) {
	b.ReportMetric(float64(n)*benchWidth*benchHeight/1e6/seconds, "MP/s")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkDecode(b *testing.B) {
	file := encodeStd(b, photo(benchWidth, benchHeight), benchQuality)
	for _, c := range contenders {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.decode(file); err != nil {
					b.Fatal(err)
				}
			}
			pixelsASecond(b, b.N, b.Elapsed().Seconds())
		})
	}
	benchmarkNode(b, "decode", file)
}

func BenchmarkEncode(b *testing.B) {
	m := photo(benchWidth, benchHeight)
	for _, c := range contenders {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.encode(m); err != nil {
					b.Fatal(err)
				}
			}
			pixelsASecond(b, b.N, b.Elapsed().Seconds())
		})
	}
	benchmarkNode(b, "encode", m.Pix)
}

// benchmarkNode has the same modules run by Node.js, which WASM2GO_NODE is the path of.
func benchmarkNode(b *testing.B, what string, input []byte) {
	node := os.Getenv("WASM2GO_NODE")
	if node == "" {
		return
	}
	name := filepath.Join(b.TempDir(), "input")
	if err := os.WriteFile(name, input, 0o600); err != nil {
		b.Fatal(err)
	}
	for _, module := range []string{"vectors", "scalar"} {
		b.Run("node "+module, func(b *testing.B) {
			args := []string{"wasm/bench.mjs", "wasm/" + module + ".wasm", what, name}
			args = append(args, strings.Fields(fmt.Sprint(benchWidth, benchHeight, benchQuality, b.N))...)
			out, err := exec.Command(node, args...).Output()
			if err != nil {
				b.Fatal(err)
			}
			var seconds float64
			if _, err := fmt.Sscan(string(out), &seconds); err != nil {
				b.Fatal(err)
			}
			pixelsASecond(b, b.N, seconds)
		})
	}
}
