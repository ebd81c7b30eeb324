package jpeg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"testing"
)

// A segment is a marker and what follows it; scan data is what of a marker 0.
type segment struct {
	marker byte
	data   []byte
}

// parts takes a file of one scan to pieces: a frame at 1, its tables of codes at 2.
func parts(file []byte) (list []segment) {
	for rest := file[2:]; ; {
		n := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		list = append(list, segment{rest[1], rest[4:n]})
		if rest[1] == 0xda {
			return append(list, segment{0, rest[n : len(rest)-2]})
		}
		rest = rest[n:]
	}
}

func join(list ...segment) []byte {
	file := []byte{0xff, 0xd8}
	for _, s := range list {
		if s.marker != 0 {
			file = append(binary.BigEndian.AppendUint16(append(file, 0xff, s.marker), uint16(2+len(s.data))), s.data...)
		} else {
			file = append(file, s.data...)
		}
	}
	return append(file, 0xff, 0xd9)
}

// What is wrong with a file is found where it is.
func TestRefused(t *testing.T) {
	list := parts(encodeStd(t, greyOf(noise(16, 8)), 50)) // of 2 blocks
	dqt, sof, dht, sos, scan := list[0], list[1], list[2], list[3], list[4]
	with := func(s segment, at int, b ...byte) segment {
		s.data = bytes.Clone(s.data)
		copy(s.data[at:], b)
		return s
	}
	longer := func(s segment) segment { return segment{s.marker, append(bytes.Clone(s.data), 0)} }
	codes := func(counts ...byte) segment { // as many as there are, of symbol 0
		n := 0
		for _, c := range counts {
			n += int(c)
		}
		return segment{0xc4, append(append(make([]byte, 1, 17+n), append(counts, make([]byte, 16-len(counts))...)...), make([]byte, n)...)}
	}
	colour := segment{0xc0, []byte{8, 0, 8, 0, 16, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0}}
	tests := []struct {
		file []byte
		want error
	}{
		{join(dqt, sof, dht, sos, scan), nil},
		{join(dqt, sof, dht, sos, segment{0, scan.data[:len(scan.data)/2]}), io.ErrUnexpectedEOF},
		{join(dqt, sof, dht, sos, segment{0, nil}), io.ErrUnexpectedEOF},
		{append([]byte{0xff, 0xd9}, join(dqt, sof, dht, sos, scan)[2:]...), FormatError("it does not begin as JPEG")},
		{[]byte{0xff, 0xd8, 0xff, 0xdb, 0, 1, 0, 0}, FormatError("a segment is shorter than its length")},
		{join(), FormatError("there is no frame")},
		{join(dqt, dht, sos, scan), FormatError("a scan comes before the frame")},
		{join(dqt, sof, sof, dht, sos, scan), FormatError("there are two frames")},
		{join(dqt, sof, dht), FormatError("a component has no scan")},
		{join(dqt, longer(sof), dht, sos, scan), FormatError("the header of the frame has another length")},
		{join(dqt, with(sof, 0, 12), dht, sos, scan), UnsupportedError("samples are not of 8 bits")},
		{join(dqt, with(sof, 3, 0, 0), dht, sos, scan), FormatError("the picture has no width")},
		{join(dqt, with(sof, 1, 0, 0), dht, sos, scan), UnsupportedError("the height comes with the scan")},
		{join(dqt, with(sof, 7, 0x10), dht, sos, scan), FormatError("a component is wrong")},
		{join(dqt, with(sof, 7, 0x51), dht, sos, scan), FormatError("a component is wrong")},
		{join(dqt, with(sof, 8, 4), dht, sos, scan), FormatError("a component is wrong")},
		{join(dqt, with(sof, 8, 3), dht, sos, scan), FormatError("there is no such table of quantization")},
		{join(dqt, with(colour, 9, 1), dht, sos, scan), FormatError("two components have one name")},
		{join(dqt, with(colour, 7, 0x31), dht, sos, scan), UnsupportedError("the components are of sizes that do not go together")},
		{join(dqt, with(colour, 10, 0x21), dht, sos, scan), UnsupportedError("the components are of sizes that do not go together")},
		{join(dqt, segment{0xc2, sof.data}, dht, sos, scan), UnsupportedError("the picture is progressive")},
		{join(dqt, segment{0xc9, sof.data}, dht, sos, scan), UnsupportedError("the picture is not baseline")},
		{join(with(dqt, 0, 4), sof), FormatError("a table of quantization is wrong")},
		{join(with(dqt, 0, 0x10), sof), FormatError("a table of quantization is wrong")}, // as long as one of bytes
		{join(longer(dqt), sof), FormatError("a table of quantization is wrong")},
		{join(longer(dht), sof), FormatError("a table of codes is wrong")},
		{join(with(dht, 0, 0x20), sof), FormatError("a table of codes is wrong")},
		{join(with(dht, 0, 4), sof), FormatError("a table of codes is wrong")},
		{join(codes(0, 0, 0, 0, 0, 0, 0, 0, 255, 2), sof), FormatError("a table of codes is wrong")},
		{join(codes(3), sof), FormatError("there are more codes than bits for them")},
		{join(codes(1, 1, 1, 1, 4), sof), FormatError("there are more codes than bits for them")},
		{join(with(dht, 17, 12), sof), FormatError("a code is for a number that is too large")},
		{join(dqt, sof, segment{0xdd, []byte{0}}, dht, sos, scan), FormatError("the interval of restarts has another length")},
		{join(dqt, sof, dht, longer(sos), scan), FormatError("the header of the scan has another length")},
		{join(dqt, sof, dht, with(sos, 0, 0), scan), FormatError("the header of the scan has another length")},
		{join(dqt, sof, dht, with(sos, 1, 9), scan), FormatError("a scan is of a component or codes that there are not")},
		{join(dqt, sof, dht, with(sos, 2, 0x30), scan), FormatError("a scan is of a component or codes that there are not")},
		{join(dqt, sof, sos, scan), FormatError("a scan is of a component or codes that there are not")},
		{join(dqt, sof, segment{0xdd, []byte{0, 1}}, dht, sos, scan), FormatError("a restart marker is missing")},
		{join(dqt, sof, dht, sos, segment{0, bytes.Repeat([]byte{0xfe}, 999)}), FormatError("there is no such code")},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			err := decodeBoth(t, tt.file)
			if tt.want == io.ErrUnexpectedEOF {
				tt.want = fmt.Errorf("jpeg: %w", io.ErrUnexpectedEOF)
			}
			if fmt.Sprint(err) != fmt.Sprint(tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}
