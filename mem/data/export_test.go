package data

import "reflect"

// Layout is how a type is laid out: its size, alignment, and the offsets of its fields.
func Layout(t reflect.Type) ([]uint64, error) {
	l, err := layoutOf(t)
	if err != nil {
		return nil, err
	}
	found := []uint64{l.size, l.align}
	for _, f := range l.fields {
		found = append(found, f.at)
	}
	return found, nil
}

// Plain tells whether values of a type are copied as they are.
func Plain(t reflect.Type) bool {
	l, err := layoutOf(t)
	return err == nil && l.plain
}
