package decode

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A Reader reads the elements of the binary format (spec 5.2) from a part of a file. Where the input is malformed its
// methods panic with a *wasm.Error; Catch turns that into an error. So the code that reads a format states what the format
// is and nothing else.
type Reader struct {
	buf  []byte
	pos  int
	base uint32 // offset of buf in the file
}

// NewReader returns a Reader of buf, which stands at offset base of the file.
func NewReader(buf []byte, base uint32) Reader { return Reader{buf: buf, base: base} }

// Catch is to be deferred: it recovers from the panic of a Reader or of Fail and puts the error into err.
func Catch(err *error) {
	switch p := recover().(type) {
	case nil:
	case *wasm.Error:
		*err = p
	default:
		panic(p)
	}
}

// Fail panics with an error at an offset of the file.
func Fail(at uint32, format string, args ...any) {
	panic(&wasm.Error{Offset: at, Func: -1, Msg: fmt.Sprintf(format, args...)})
}

// Offset returns where in the file the next byte stands.
func (r *Reader) Offset() uint32 { return r.base + uint32(r.pos) }

// Len returns how many bytes are left.
func (r *Reader) Len() int { return len(r.buf) - r.pos }

// Byte reads a byte; what names it in the error if there is none.
func (r *Reader) Byte(what string) byte {
	if r.pos >= len(r.buf) {
		r.ended(what)
	}
	b := r.buf[r.pos]
	r.pos++
	return b
}

// Peek returns the next byte without reading it, or 0 at the end.
func (r *Reader) Peek() byte {
	if r.pos >= len(r.buf) {
		return 0
	}
	return r.buf[r.pos]
}

// Bytes reads n bytes. They are a part of the file, not a copy.
func (r *Reader) Bytes(n uint32, what string) []byte {
	if uint64(n) > uint64(r.Len()) {
		Fail(r.Offset(), "unexpected end: %s of %d bytes, %d left", what, n, r.Len())
	}
	b := r.buf[r.pos : r.pos+int(n) : r.pos+int(n)]
	r.pos += int(n)
	return b
}

func (r *Reader) ended(what string) { Fail(r.Offset(), "unexpected end, expected %s", what) }

// U32 reads an unsigned LEB128 number of up to 32 bits.
func (r *Reader) U32(what string) uint32 {
	if r.pos < len(r.buf) {
		if b := r.buf[r.pos]; b < 0x80 {
			r.pos++
			return uint32(b)
		}
	}
	return uint32(r.unsigned(32, what))
}

// U64 reads an unsigned LEB128 number of up to 64 bits.
func (r *Reader) U64(what string) uint64 { return r.unsigned(64, what) }

// S32 reads a signed LEB128 number of up to 32 bits.
func (r *Reader) S32(what string) int32 {
	if r.pos < len(r.buf) {
		if b := r.buf[r.pos]; b < 0x80 {
			r.pos++
			return int32(b) << 25 >> 25
		}
	}
	return int32(r.signed(32, what))
}

// S33 reads a signed LEB128 number of up to 33 bits: block types and heap types.
func (r *Reader) S33(what string) int64 { return r.signed(33, what) }

// S64 reads a signed LEB128 number of up to 64 bits.
func (r *Reader) S64(what string) int64 { return r.signed(64, what) }

func (r *Reader) unsigned(bits int, what string) uint64 {
	start := r.Offset()
	var v uint64
	for shift := 0; ; shift += 7 {
		b := r.Byte(what)
		if rest := bits - shift; rest < 7 {
			checkLast(start, what, b, b>>rest == 0)
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

func (r *Reader) signed(bits int, what string) int64 {
	start := r.Offset()
	var v int64
	for shift := 0; ; shift += 7 {
		b := r.Byte(what)
		if rest := bits - shift; rest < 7 {
			// The bits above the sign bit must equal it.
			ext := int8(b<<1) >> rest
			checkLast(start, what, b, ext == 0 || ext == -1)
		}
		v |= int64(b&0x7f) << shift
		if b < 0x80 {
			if shift += 7; shift < 64 {
				v = v << (64 - shift) >> (64 - shift)
			}
			return v
		}
	}
}

// checkLast checks the byte that must be the last one of a number; fits tells if its unused bits are as they must be.
func checkLast(start uint32, what string, b byte, fits bool) {
	if b >= 0x80 {
		Fail(start, "integer representation too long: %s", what)
	}
	if !fits {
		Fail(start, "integer too large: %s", what)
	}
}

// F32 reads the bits of a float.
func (r *Reader) F32() uint32 { return binary.LittleEndian.Uint32(r.Bytes(4, "f32 constant")) }

// F64 reads the bits of a float.
func (r *Reader) F64() uint64 { return binary.LittleEndian.Uint64(r.Bytes(8, "f64 constant")) }

// V128 reads 16 bytes.
func (r *Reader) V128(what string) [16]byte { return [16]byte(r.Bytes(16, what)) }

// Count reads the length of a vector whose elements take at least a byte each, and at most limit of them.
func (r *Reader) Count(limit int, what string) int {
	at := r.Offset()
	n := r.U32("number of " + what)
	if uint64(n) > uint64(r.Len()) {
		Fail(at, "unexpected end: %d %s in %d bytes", n, what, r.Len())
	}
	if uint64(n) > uint64(limit) {
		Fail(at, "%d %s, the limit is %d", n, what, limit)
	}
	return int(n)
}

// Name reads a name.
func (r *Reader) Name(what string) string {
	at := r.Offset()
	b := r.Bytes(r.U32("length of "+what), what)
	if !utf8.Valid(b) {
		Fail(at, "malformed UTF-8 encoding: %s", what)
	}
	return string(b)
}

// Zero reads a byte that must be 0.
func (r *Reader) Zero(what string) {
	at := r.Offset()
	if b := r.Byte(what); b != 0 {
		Fail(at, "zero byte expected: %s is %#x", what, b)
	}
}

// MemArg reads a memarg (spec 5.4.6) into in and returns the alignment, as the exponent.
func (r *Reader) MemArg(in *wasm.Instr) uint32 {
	at := r.Offset()
	flags := r.U32("memarg")
	if flags >= 0x80 {
		Fail(at, "malformed memop flags %#x", flags)
	}
	if flags&0x40 != 0 {
		in.A = r.U32("memory index")
	}
	in.B = r.U64("memory offset")
	return flags & 0x3f
}
