package jpeg

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"
)

func Example() {
	var file bytes.Buffer
	if err := Encode(&file, gradient(640, 480), &Options{Quality: 90}); err != nil {
		fmt.Println(err)
	}
	m, format, err := image.Decode(&file)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s: %T, %v\n", format, m, m.Bounds())
	// Output: jpeg: *image.YCbCr, (0,0)-(640,480)
}

// sampleTolerance is how far a sample may be from image/jpeg's: both round what T.81 leaves open.
const sampleTolerance = 1

// samples are those of a picture's components.
func samples(t *testing.T, m image.Image) (planes [][]byte) {
	b := m.Bounds()
	switch m := m.(type) {
	case *image.Gray:
		var y []byte
		for r := range b.Dy() {
			y = append(y, m.Pix[r*m.Stride:][:b.Dx()]...)
		}
		return [][]byte{y}
	case *image.YCbCr:
		var y, cb, cr []byte
		for r := range b.Dy() {
			y = append(y, m.Y[r*m.YStride:][:b.Dx()]...)
			for x := range b.Dx() {
				cb, cr = append(cb, m.Cb[m.COffset(x, r)]), append(cr, m.Cr[m.COffset(x, r)])
			}
		}
		return [][]byte{y, cb, cr}
	}
	t.Fatalf("a %T", m)
	return nil
}

// apart is the largest difference between two slices.
func apart(a, b []byte) (most int) {
	for i := range a {
		most = max(most, int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return most
}

// compare decodes a file here, with vectors and without, and there.
func compare(t *testing.T, file []byte) {
	t.Helper()
	theirs := decodeStd(t, file)
	ours, err := decodeBy(preferred, file)
	if err != nil {
		t.Fatal(err)
	}
	if reflect.TypeOf(ours) != reflect.TypeOf(theirs) || ours.Bounds() != theirs.Bounds() {
		t.Fatalf("%T of %v, want %T of %v", ours, ours.Bounds(), theirs, theirs.Bounds())
	}
	a, b := samples(t, ours), samples(t, theirs)
	for i := range a {
		if d := apart(a[i], b[i]); len(a[i]) != len(b[i]) || d > sampleTolerance {
			t.Errorf("component %d differs by %d", i, d)
		}
	}
	if scalar, err := decodeBy(plain, file); err != nil || !reflect.DeepEqual(scalar, ours) {
		t.Errorf("without vectors it differs (%v)", err)
	}
	compareRGBA(t, file, ours)
}

// compareRGBA decodes a file to pixels, which are to be those that package draw makes of it.
func compareRGBA(t *testing.T, file []byte, decoded image.Image) {
	t.Helper()
	ours, err := decodeRGBABy(preferred, file)
	if err != nil {
		t.Fatal(err)
	}
	theirs := image.NewRGBA(decoded.Bounds())
	draw.Draw(theirs, theirs.Rect, decoded, image.Point{}, draw.Src)
	if d := apart(ours.Pix, theirs.Pix); ours.Rect != theirs.Rect || d > 1 {
		t.Errorf("pixels differ by %d", d)
	}
	if scalar, err := decodeRGBABy(plain, file); err != nil || !bytes.Equal(scalar.Pix, ours.Pix) {
		t.Errorf("pixels without vectors differ (%v)", err)
	}
}

func TestDecode(t *testing.T) {
	for _, p := range paintings {
		for _, size := range sizes {
			for _, quality := range []int{5, 75, 100} {
				t.Run(fmt.Sprintf("%s/%dx%d/%d", p.name, size.X, size.Y, quality), func(t *testing.T) {
					m := p.paint(size.X, size.Y)
					compare(t, encodeStd(t, m, quality))
					compare(t, encodeStd(t, greyOf(m), quality))
				})
			}
		}
	}
}

// refused are pictures that there is no code for.
var refused = []struct {
	is  func(file []byte) bool
	err UnsupportedError
}{
	{func(f []byte) bool { return bytes.Contains(f, []byte{0xff, 0xc2}) }, "the picture is progressive"},
	{func(f []byte) bool { return frame(f)[9] == 4 }, "there are neither one nor three components"},
	{func(f []byte) bool { return frame(f)[11]>>4 > 2 }, "the components are of sizes that do not go together"},
	{func(f []byte) bool { return frame(f)[10] == 'R' }, "the components are not those of YCbCr"},
}

// frame is the header of the picture, and what is behind.
func frame(file []byte) []byte { return file[bytes.Index(file, []byte{0xff, 0xc0}):] }

// The pictures that image/jpeg is tested with: each is decoded, or refused for the right reason.
func TestGoPictures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", "image", "testdata", "*.jpeg"))
	if err != nil || len(files) == 0 {
		t.Skip("this installation of Go has no test data")
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range refused {
				if r.is(file) {
					if _, err := Decode(bytes.NewReader(file)); err != r.err {
						t.Errorf("%v, want %q", err, r.err)
					}
					return
				}
			}
			compare(t, file)
		})
	}
}

// A picture of ours is as good as one of image/jpeg's, as far as that is no accident of a few pixels, and no larger than so many percent.
func TestEncode(t *testing.T) {
	const percent = 103
	for _, p := range paintings {
		for _, size := range sizes {
			loss := 3. // decibels
			if size.X*size.Y > 5000 {
				loss = .3
			}
			for _, quality := range []int{5, 50, 75, 95, 100} {
				t.Run(fmt.Sprintf("%s/%dx%d/%d", p.name, size.X, size.Y, quality), func(t *testing.T) {
					m := p.paint(size.X, size.Y)
					for _, m := range []image.Image{m, greyOf(m)} {
						ours, theirs := encodeBy(t, preferred, m, &Options{Quality: quality}), encodeStd(t, m, quality)
						a, b := psnr(t, decodeStd(t, ours), m), psnr(t, decodeStd(t, theirs), m)
						if a < min(b, 55)-loss {
							t.Errorf("%T: %.2f dB, theirs %.2f dB", m, a, b)
						}
						if len(ours) > len(theirs)*percent/100+30 {
							t.Errorf("%T: %d bytes, theirs are %d", m, len(ours), len(theirs))
						}
						full := encodeBy(t, preferred, m, &Options{Quality: quality, FullChroma: true})
						if c := psnr(t, decodeStd(t, full), m); c < a-loss {
							t.Errorf("%T: %.2f dB with all of chrominance, %.2f without", m, c, a)
						}
						for _, o := range []*Options{{Quality: quality}, {Quality: quality, FullChroma: true}} {
							if !bytes.Equal(encodeBy(t, preferred, m, o), encodeBy(t, plain, m, o)) {
								t.Errorf("%T, %v: without vectors the file differs", m, *o)
							}
						}
						compare(t, full)
					}
				})
			}
		}
	}
}

// The largest sides that a file can say.
func TestLongest(t *testing.T) {
	for _, size := range []image.Point{{65535, 3}, {3, 65535}} {
		m := gradient(size.X, size.Y)
		if a, b := psnr(t, decodeStd(t, encodeBy(t, preferred, m, nil)), m), psnr(t, decodeStd(t, encodeStd(t, m, DefaultQuality)), m); a < b-.3 {
			t.Errorf("%v: %.2f dB, theirs %.2f dB", size, a, b)
		}
		for _, o := range []*Options{{Quality: 90}, {Quality: 90, FullChroma: true}} {
			compare(t, encodeBy(t, preferred, m, o))
		}
	}
}

// Any image can be encoded, wherever its bounds begin, and comes out as what it looks like on black.
func TestEncodeKinds(t *testing.T) {
	m := photo(90, 70)
	part := image.Rect(11, 7, 70, 51)
	nrgba, paletted, ycc := image.NewNRGBA(m.Rect), image.NewPaletted(m.Rect, color.Palette{color.Black, color.White}), decodeStd(t, encodeStd(t, m, 100))
	draw.Draw(nrgba, m.Rect, m, image.Point{}, draw.Src)
	draw.Draw(paletted, m.Rect, m, image.Point{}, draw.Src)
	transparent := image.NewUniform(color.NRGBA{255, 255, 255, 100})
	for _, m := range []image.Image{m.SubImage(part), nrgba.SubImage(part), paletted.SubImage(part), ycc.(*image.YCbCr).SubImage(part), greyOf(m).SubImage(part)} {
		decoded := decodeStd(t, encodeBy(t, preferred, m, &Options{Quality: 100, FullChroma: true}))
		if p := psnr(t, decoded, m); p < 40 {
			t.Errorf("%T: %.2f dB", m, p)
		}
	}
	whole := image.NewRGBA(image.Rect(0, 0, 9, 9))
	draw.Draw(whole, whole.Rect, transparent, image.Point{}, draw.Src)
	if r, _, _, _ := decodeStd(t, encodeBy(t, preferred, whole, nil)).At(4, 4).RGBA(); r>>8 < 98 || r>>8 > 102 {
		t.Errorf("white of which one sees 100 parts of 255 is %d", r>>8)
	}
	for _, size := range []image.Rectangle{{}, image.Rect(0, 0, 65536, 1), image.Rect(0, 0, 1, 65536)} {
		if err := Encode(&bytes.Buffer{}, image.NewGray(size), nil); err == nil {
			t.Errorf("a picture of %v was encoded", size)
		}
	}
}

func TestDecodeConfig(t *testing.T) {
	for _, m := range []image.Image{photo(300, 200), greyOf(photo(31, 3))} {
		file := encodeStd(t, m, 90)
		comment := append([]byte{0xff, 0xd8, 0xff, 0xfe, 0xc0, 0}, make([]byte, 0xc000-2)...) // longer than what is read at first
		r := bytes.NewReader(append(comment, file[2:]...))
		c, err := DecodeConfig(r)
		if err != nil || c.Width != m.Bounds().Dx() || c.Height != m.Bounds().Dy() || c.ColorModel != decodeStd(t, file).ColorModel() {
			t.Errorf("%v, %v", c, err)
		}
	}
	if _, err := DecodeConfig(bytes.NewReader(encodeStd(t, photo(9, 9), 90)[:100])); err == nil {
		t.Error("100 bytes were enough")
	}
}

func TestManyCallers(t *testing.T) {
	m := photo(120, 90)
	want := encodeBy(t, preferred, m, nil)
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for i := range 20 {
				var b bytes.Buffer
				if err := Encode(&b, m, nil); err != nil || !bytes.Equal(b.Bytes(), want) {
					t.Errorf("another file (%v)", err)
				}
				if _, err := Decode(bytes.NewReader(want[:len(want)-i])); (err == nil) != (i == 0) {
					t.Errorf("without the last %d bytes: %v", i, err)
				}
			}
		})
	}
	callers.Wait()
}

// What is committed is what the tool makes of the modules.
func TestGenerated(t *testing.T) {
	for _, name := range []string{"vectors", "scalar"} {
		check := exec.Command("go", "tool", "wasm2go", "-check", "-o", "internal/"+name, "wasm/"+name+".wasm")
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("go generate ./... has to run: %v\n%s", err, out)
		}
	}
}
