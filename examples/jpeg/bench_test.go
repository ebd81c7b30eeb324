//go:build unix

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
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The picture that is measured with: 2 megapixels, at the quality that is the default.
const benchWidth, benchHeight, benchQuality = 1600, 1200, DefaultQuality

// A contender decodes a file to RGBA, or encodes RGBA, n times. It returns how long that took, and how much time of a processor the cheapest took.
type contender struct {
	name string
	run  func(n int) (total, cheapest time.Duration, err error)
}

func repeat(f func() error) func(n int) (total, cheapest time.Duration, err error) {
	return func(n int) (total, cheapest time.Duration, err error) {
		begin := time.Now()
		for i := 0; i < n && err == nil; i++ {
			before := processor()
			err = f()
			if took := processor() - before; i == 0 || took < cheapest {
				cheapest = took
			}
		}
		return time.Since(begin), cheapest, err
	}
}

// processor is the time of processors that the process has had, the garbage collector's as well. What else a machine does changes it little.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func decoders(t testing.TB) []contender {
	file := encodeStd(t, photo(benchWidth, benchHeight), benchQuality)
	decodeWith := func(e *engine) func() error {
		return func() error {
			_, err := decodeRGBABy(e, file)
			return err
		}
	}
	std := func() error {
		m, err := stdjpeg.Decode(bytes.NewReader(file))
		if err == nil {
			pixels := image.NewRGBA(m.Bounds())
			draw.Draw(pixels, pixels.Rect, m, image.Point{}, draw.Src)
		}
		return err
	}
	return append([]contender{
		{"vectors", repeat(decodeWith(preferred))},
		{"scalar", repeat(decodeWith(plain))},
		{"image/jpeg", repeat(std)},
	}, nodes(t, "decode", file)...)
}

func encoders(t testing.TB) []contender {
	m := photo(benchWidth, benchHeight)
	encodeWith := func(e *engine) func() error {
		return func() error {
			return e.do(func(c *codec) error { return c.encode(io.Discard, m, &Options{Quality: benchQuality}) })
		}
	}
	std := func() error { return stdjpeg.Encode(io.Discard, m, &stdjpeg.Options{Quality: benchQuality}) }
	return append([]contender{
		{"vectors", repeat(encodeWith(preferred))},
		{"scalar", repeat(encodeWith(plain))},
		{"image/jpeg", repeat(std)},
	}, nodes(t, "encode", m.Pix)...)
}

// nodes have the same modules run by Node.js, whose path is WASM2GO_NODE. What takes it time before it is optimized is not counted.
func nodes(t testing.TB, what string, input []byte) (list []contender) {
	node := os.Getenv("WASM2GO_NODE")
	if node == "" {
		return nil
	}
	name := filepath.Join(t.TempDir(), "input")
	if err := os.WriteFile(name, input, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, module := range []string{"vectors", "scalar"} {
		list = append(list, contender{"node " + module, func(n int) (total, cheapest time.Duration, err error) {
			numbers := []string{strconv.Itoa(benchWidth), strconv.Itoa(benchHeight), strconv.Itoa(benchQuality), strconv.Itoa(n)}
			args := append([]string{"wasm/bench.mjs", "wasm/" + module + ".wasm", what, name}, numbers...)
			out, err := exec.Command(node, args...).Output()
			if err == nil {
				_, err = fmt.Sscan(string(out), (*int64)(&total), (*int64)(&cheapest))
			}
			return total, cheapest, err
		}})
	}
	return list
}

func megapixels(n int, in time.Duration) float64 {
	return float64(n) * benchWidth * benchHeight / 1e6 / in.Seconds()
}

func BenchmarkDecode(b *testing.B) { benchmark(b, decoders(b)) }
func BenchmarkEncode(b *testing.B) { benchmark(b, encoders(b)) }

func benchmark(b *testing.B, contenders []contender) {
	for _, c := range contenders {
		b.Run(c.name, func(b *testing.B) {
			total, _, err := c.run(b.N)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(megapixels(b.N, total), "MP/s")
		})
	}
}

// TestMeasure makes the table of README.md: all in turn, JPEG_ROUNDS times, and of each what was cheapest.
func TestMeasure(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("JPEG_ROUNDS"))
	if err != nil {
		t.Skip("measures only if JPEG_ROUNDS is set")
	}
	dec, enc := decoders(t), encoders(t)
	cheapest := make([][2]time.Duration, len(dec))
	for round := range rounds {
		for i := range dec {
			for j, c := range []contender{dec[i], enc[i]} {
				_, took, err := c.run(5)
				if err != nil {
					t.Fatal(err)
				}
				if old := &cheapest[i][j]; round == 0 || took < *old {
					*old = took
				}
			}
		}
	}
	std := cheapest[2]
	for i, c := range cheapest {
		times := func(j int) float64 { return float64(std[j]) / float64(c[j]) }
		t.Logf("| %s | %.0f | %.1f | %.0f | %.1f |", dec[i].name, megapixels(1, c[0]), times(0), megapixels(1, c[1]), times(1))
	}
}
