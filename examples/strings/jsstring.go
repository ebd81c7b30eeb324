package text

import (
	"errors"
	"slices"
	"unicode/utf16"

	"github.com/wasm2go/wasm2go/rt"
)

// A jsString is a string as JavaScript has it: UTF-16 code units, of which not every sequence is a text. The module has references to them.
type jsString struct{ units []uint16 }

func newString(s string) *jsString { return &jsString{utf16.Encode([]rune(s))} }

// String is the text; halves of surrogate pairs become U+FFFD.
func (s *jsString) String() string { return string(utf16.Decode(s.units)) }

// errNoString is what the builtins throw, in a browser, for anything but a string.
var errNoString = errors.New("not a string")

// units are those of a string that the module has passed.
func units(v any) ([]uint16, error) {
	s, ok := v.(*jsString)
	if !ok {
		return nil, errNoString
	}
	return s.units, nil
}

// builtins are the functions of the module "wasm:js-string", from the JS string builtins proposal of WebAssembly. The module was validated
// against their types, so that the arrays are those of UTF-16 code units.
type builtins struct{}

func (builtins) Length(v any) (int32, error) {
	s, err := units(v)
	return int32(len(s)), err
}

func (builtins) Concat(a, b any) (any, error) {
	first, err := units(a)
	if err != nil {
		return nil, err
	}
	second, err := units(b)
	return &jsString{slices.Concat(first, second)}, err
}

// CharCodeAt is the code unit at an index, or an error where there is none.
func (builtins) CharCodeAt(v any, i int32) (int32, error) {
	s, err := units(v)
	if err == nil && uint32(i) >= uint32(len(s)) {
		err = errors.New("index out of bounds")
	}
	if err != nil {
		return 0, err
	}
	return int32(s[i]), nil
}

// Substring is the part from start to end; bounds beyond the string, which are unsigned, mean its end.
func (builtins) Substring(v any, start, end int32) (any, error) {
	s, err := units(v)
	if err != nil {
		return nil, err
	}
	last := min(uint32(end), uint32(len(s)))
	first := min(uint32(start), last)
	return &jsString{s[first:last:last]}, nil
}

func (builtins) Equals(a, b any) (int32, error) {
	if a == nil || b == nil {
		return boolean(a == b), nil
	}
	first, err := units(a)
	if err != nil {
		return 0, err
	}
	second, err := units(b)
	return boolean(slices.Equal(first, second)), err
}

func boolean(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// FromCharCodeArray makes a string of the elements start to end of an array.
func (builtins) FromCharCodeArray(array any, start, end int32) (any, error) {
	a, ok := array.(*rt.Object)
	if !ok || uint32(start) > uint32(end) || int(uint32(end)) > a.Len() {
		return nil, errors.New("array range out of bounds")
	}
	s := &jsString{make([]uint16, 0, end-start)}
	for i := int(start); i < int(end); i++ {
		s.units = append(s.units, uint16(a.Get(i).(int32)))
	}
	return s, nil
}

// IntoCharCodeArray writes a string into an array, from an index on.
func (builtins) IntoCharCodeArray(v, array any, start int32) (int32, error) {
	s, err := units(v)
	if err != nil {
		return 0, err
	}
	a, ok := array.(*rt.Object)
	if !ok || int64(uint32(start))+int64(len(s)) > int64(a.Len()) {
		return 0, errors.New("array range out of bounds")
	}
	for i, u := range s {
		if err := a.Set(int(start)+i, int32(u)); err != nil {
			return 0, err
		}
	}
	return int32(len(s)), nil
}
