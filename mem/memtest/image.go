package memtest

import (
	"bytes"
	"testing"

	"github.com/wasm2go/wasm2go/mem"
)

func (s suite) image(t *testing.T) {
	m := s.memory(t)
	pattern(t, m)
	m.Fill(100, 0, m.Size()-300)
	m.Fill(m.Size()-10, 0, 10)
	want := content(t, m)
	img, err := mem.ImageOf(m)
	noError(t, err)

	equal(t, "size of the image", img.Size(), uint64(len(want)))
	got := make([]byte, len(want))
	noError(t, img.ReadAt(got, 0))
	equal(t, "the image", string(got), string(want))
	noError(t, img.ReadAt(got[:20], img.Size()-20))
	equal(t, "the end of the image", string(got[:20]), string(want[len(want)-20:]))
	rangeError(t, img.ReadAt(got[:20], img.Size()-19), img.Size()-19, 20, img.Size())
	if held := img.Held(); held > img.Size() || held < img.Size()-200 {
		t.Errorf("the image holds %d bytes of %d", held, img.Size())
	}

	for range 3 {
		m.Fill(0, 0xa5, m.Size())
		noError(t, mem.SetImage(m, img))
		unchanged(t, m, want, "SetImage")
	}
	other := s.memory(t)
	other.Fill(0, 0x5a, other.Size())
	noError(t, mem.SetImage(other, img))
	unchanged(t, other, want, "SetImage of another memory")
	other.Fill(0, 0x5a, other.Size())
	unchanged(t, m, want, "writing to another memory")
	noError(t, mem.SetImage(other, img))
	unchanged(t, other, want, "SetImage once more")

	s.imageOfOtherSize(t, m, img, want)
	noError(t, img.Close())
	unchanged(t, other, want, "closing the image")
}

// imageOfOtherSize: a memory that has grown since gets its size back, if it can shrink; one that is smaller grows.
func (s suite) imageOfOtherSize(t *testing.T, m mem.Linear, img mem.Image, want []byte) {
	const by = 2
	size := m.Size()
	equal(t, "Grow", m.Grow(by), int64(s.typ.Min))
	m.Fill(size-1, 0xa5, m.Size()-size+1)
	larger, err := mem.ImageOf(m)
	noError(t, err)
	grown := content(t, m)

	err = mem.SetImage(m, img)
	if _, ok := m.(mem.Imager); !ok {
		if err == nil {
			t.Error("a memory that cannot shrink has an image of a smaller size")
		}
		return
	}
	noError(t, err)
	unchanged(t, m, want, "SetImage after growing")
	equal(t, "Grow again", m.Grow(by), int64(s.typ.Min))
	unchanged(t, m, append(bytes.Clone(want), make([]byte, len(grown)-len(want))...), "growing again")
	noError(t, mem.SetImage(m, img))
	noError(t, mem.SetImage(m, larger))
	unchanged(t, m, grown, "SetImage of a larger one")
	noError(t, mem.SetImage(m, img))
	unchanged(t, m, want, "SetImage of a smaller one")
	noError(t, larger.Close())
}
