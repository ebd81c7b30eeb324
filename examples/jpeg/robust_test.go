package jpeg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/wasm2go/wasm2go/rt"
)

// scanOf is what is between the header of the one scan and the end.
func scanOf(file []byte) []byte {
	at := bytes.Index(file, []byte{0xff, 0xda})
	at += 2 + int(binary.BigEndian.Uint16(file[at+2:]))
	return file[at : len(file)-2]
}

// before is the file up to a marker.
func before(file []byte, marker byte) []byte {
	return bytes.Clone(file[:bytes.Index(file, []byte{0xff, marker})])
}

// restarts is a row of grey blocks, each behind a restart marker: a file of single ones, whose scans are put together.
func restarts(t testing.TB, blocks int) (file []byte) {
	m := greyOf(photo(8*blocks, 8))
	for i := range blocks {
		one := encodeStd(t, m.SubImage(image.Rect(8*i, 0, 8*i+8, 8)), 90)
		if i == 0 {
			binary.BigEndian.PutUint16(frame(one)[7:], uint16(8*blocks))
			file = append(before(one, 0xda), 0xff, 0xdd, 0, 4, 0, 1)
			file = append(file, one[len(file)-6:len(one)-len(scanOf(one))-2]...)
		} else {
			file = append(file, 0xff, 0xd0+byte(i-1)%8)
		}
		file = append(file, scanOf(one)...)
	}
	return append(file, 0xff, 0xd9)
}

func TestRestart(t *testing.T) {
	file := restarts(t, 20)
	compare(t, file)
	if _, err := Decode(bytes.NewReader(bytes.Replace(file, []byte{0xff, 0xd3}, []byte{0xff, 0xd4}, 1))); err != FormatError("a restart marker is missing") {
		t.Errorf("with a wrong marker: %v", err)
	}
}

// separate has a scan for each component, which come of three grey pictures. The first one may be larger, by h and v.
func separate(t testing.TB, size image.Point, h, v int) []byte {
	var file []byte
	for i, size := range []image.Point{size, {(size.X + h - 1) / h, (size.Y + v - 1) / v}, {(size.X + h - 1) / h, (size.Y + v - 1) / v}} {
		one := encodeStd(t, greyOf(paintings[i].paint(size.X, size.Y)), 80)
		if i == 0 {
			file = append(before(one, 0xc0), 0xff, 0xc0, 0, 17, 8, 0, byte(size.Y), 0, byte(size.X), 3, 1, byte(h<<4|v), 0, 2, 0x11, 0, 3, 0x11, 0)
			dht := one[bytes.Index(one, []byte{0xff, 0xc4}):]
			file = append(file, dht[:2+binary.BigEndian.Uint16(dht[2:])]...)
		}
		file = append(file, 0xff, 0xda, 0, 8, 1, byte(i+1), 0, 0, 63, 0)
		file = append(file, scanOf(one)...)
	}
	return append(file, 0xff, 0xd9)
}

func TestSeparateScans(t *testing.T) {
	for _, size := range []image.Point{{8, 8}, {17, 9}, {33, 50}, {100, 75}} {
		for _, ratio := range []image.Point{{1, 1}, {2, 1}, {1, 2}, {2, 2}} {
			compare(t, separate(t, size, ratio.X, ratio.Y))
		}
	}
}

// decodeBoth decodes what may be no picture, with vectors and without: a trap is never what comes of it, and both agree.
func decodeBoth(t *testing.T, file []byte) error {
	t.Helper()
	m, err := decodeBy(preferred, file)
	if trap, ok := errors.AsType[*rt.Trap](err); ok {
		t.Fatalf("a trap: %v\n%x", trap, file)
	}
	m2, err2 := decodeBy(plain, file)
	if !reflect.DeepEqual(m, m2) || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
		t.Fatalf("without vectors it is another picture, or another error: %v, %v\n%x", err, err2, file)
	}
	return err
}

func corruptible(t testing.TB) [][]byte {
	return [][]byte{
		encodeBy(t, preferred, photo(19, 21), nil),
		encodeBy(t, preferred, noise(9, 10), &Options{Quality: 95, FullChroma: true}),
		encodeStd(t, greyOf(text(20, 10)), 50),
		restarts(t, 6),
		separate(t, image.Pt(17, 9), 2, 2),
	}
}

func TestTruncated(t *testing.T) {
	for _, file := range corruptible(t) {
		for n := range file {
			if err := decodeBoth(t, file[:n]); err == nil {
				t.Errorf("a picture of the first %d bytes of %d", n, len(file))
			} else if n >= 2 && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%v of the first %d bytes", err, n)
			}
		}
	}
}

func TestFlippedBits(t *testing.T) {
	for _, file := range corruptible(t) {
		failed := 0
		for i := range 8 * len(file) {
			flipped := bytes.Clone(file)
			flipped[i/8] ^= 1 << (i % 8)
			if decodeBoth(t, flipped) != nil {
				failed++
			}
		}
		if failed == 0 {
			t.Error("no bit mattered")
		}
		if err := decodeBoth(t, file); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	}
}

func TestRandomBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	files := corruptible(t)
	for range 3000 {
		file := bytes.Clone(files[r.IntN(len(files))])
		for range 1 + r.IntN(8) {
			switch at := r.IntN(len(file)); r.IntN(3) {
			case 0:
				file[at] = byte(r.Uint32())
			case 1:
				file = append(file[:at], file[min(len(file), at+r.IntN(9)):]...)
			case 2:
				file = append(file[:at:at], append(bytes.Repeat([]byte{byte(r.Uint32())}, r.IntN(9)), file[at:]...)...)
			}
			if len(file) == 0 {
				break
			}
		}
		decodeBoth(t, file)
	}
}

// A file of a few bytes cannot make the module take memory for the picture that it claims to be.
func TestClaims(t *testing.T) {
	file := encodeStd(t, photo(64, 64), 90)
	for i := 5; i < 9; i++ {
		frame(file)[i] = 0xff
	}
	err := (&engine{make: func() (module, error) {
		m, err := preferred.make()
		t.Cleanup(func() {
			if size := m.LocalMemory().Size(); size == 0 || size > 1<<20 {
				t.Errorf("%d bytes of memory", size)
			}
			m.Close()
		})
		return m, err
	}}).do(func(c *codec) error {
		_, err := c.decode(bytes.NewReader(file))
		return err
	})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, file := range corruptible(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) { decodeBoth(t, file) })
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
func (f failing) Read([]byte) (int, error)  { return 0, f.err }

// Errors of readers and writers come out as they are, and panics, too; calls that follow are none the worse.
func TestCallersErrors(t *testing.T) {
	full := errors.New("disk full")
	for range 100 {
		if err := Encode(failing{full}, photo(20, 20), nil); err != full {
			t.Fatal(err)
		}
		if _, err := Decode(failing{full}); err != full {
			t.Fatal(err)
		}
		if _, err := DecodeConfig(failing{full}); err != full {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			Encode(&bytes.Buffer{}, &image.RGBA{Rect: image.Rect(0, 0, 9, 9)}, nil) // without pixels
		}()
	}
	compare(t, encodeBy(t, preferred, photo(20, 20), nil))
}
