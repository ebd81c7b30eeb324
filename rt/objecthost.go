package rt

import (
	"fmt"
	"reflect"
	"unsafe"
)

// NewStruct makes a struct of type t with the values of its fields, as Func.Call takes arguments, or without any where all fields have default values:
// zero and null. An int32 for a packed field loses its upper bits.
func NewStruct(t *Type, values ...any) (*Object, error) {
	switch {
	case t.kind != kindStruct:
		return nil, fmt.Errorf("%v is no struct type", t)
	case len(values) == 0 && len(t.fields) > 0:
		return newDefault(t)
	case len(values) != len(t.fields):
		return nil, fmt.Errorf("%d values for the %d fields of %v", len(values), len(t.fields), t)
	}
	o := t.Layout().New()
	for i, v := range values {
		if err := o.put(i, t.fields[i], v); err != nil {
			return nil, fmt.Errorf("field %d of %v: %w", i, t, err)
		}
	}
	return o, nil
}

func newDefault(t *Type) (*Object, error) {
	for i, f := range t.fields {
		if f.Type.IsRef() && !f.Type.Nullable() {
			return nil, fmt.Errorf("field %d of %v has no default value", i, t)
		}
	}
	return t.Layout().New(), nil
}

// NewArray makes an array of type t. Its elements are a slice of what Get returns of them, or of any with such values; for numbers the slice may have the
// type that Elems returns, and is copied.
func NewArray(t *Type, elems any) (*Object, error) {
	if t.kind != kindArray {
		return nil, fmt.Errorf("%v is no array type", t)
	}
	src := reflect.ValueOf(elems)
	if src.Kind() != reflect.Slice {
		return nil, fmt.Errorf("%T is no slice", elems)
	}
	o := t.Layout().New()
	dst := o.elems()
	dst.Set(reflect.MakeSlice(dst.Type(), src.Len(), src.Len()))
	if src.Type() == dst.Type() && !t.fields[0].Type.IsRef() {
		reflect.Copy(dst, src)
		return o, nil
	}
	for i := range src.Len() {
		if err := o.put(i, t.fields[0], src.Index(i).Interface()); err != nil {
			return nil, fmt.Errorf("element %d of %v: %w", i, t, err)
		}
	}
	return o, nil
}

// Len is how many fields a struct has, or how many elements an array.
func (o *Object) Len() int {
	if o.rtt.kind == kindArray {
		return len((*Array[byte])(unsafe.Pointer(o)).Elems)
	}
	return len(o.rtt.fields)
}

// Get returns field or element i as Func.Call returns results, of a packed one an int32 from 0 on. It panics where there is none.
func (o *Object) Get(i int) any {
	o.field(i)
	v := o.at(i).Interface()
	switch v := v.(type) {
	case uint8:
		return int32(v)
	case uint16:
		return int32(v)
	case uint32:
		return int32(v)
	case uint64:
		return int64(v)
	case Ref:
		return v.Any()
	case *Object:
		if v == nil {
			return nil
		}
		return v
	}
	return v
}

// Set changes field or element i. It returns an error where it is not mutable or v is not of its type, and panics where there is none.
func (o *Object) Set(i int, v any) error {
	f := o.field(i)
	if !f.Mutable {
		return fmt.Errorf("%v: field %d is immutable", o, i)
	}
	if err := o.put(i, f, v); err != nil {
		return fmt.Errorf("%v: field %d: %w", o, i, err)
	}
	return nil
}

// Elems returns the elements of an array of numbers themselves, for reading, and where the array is mutable for writing: a []uint8 or []uint16 where they are
// packed, else a []uint32, []uint64, []float32, []float64 or []vec.V128. It is nil for other objects.
func (o *Object) Elems() any {
	if o.rtt.kind != kindArray || o.rtt.fields[0].Type.IsRef() {
		return nil
	}
	return o.elems().Interface()
}

// String is the type and, of an array, the length. What is inside it does not say: that may have no end.
func (o *Object) String() string {
	switch {
	case o == nil:
		return "null"
	case o.rtt.kind == kindArray:
		return fmt.Sprintf("%v of %d", o.rtt, o.Len())
	}
	return o.rtt.String()
}

// field describes field or element i.
func (o *Object) field(i int) Field {
	if n := o.Len(); i < 0 || i >= n {
		panic(fmt.Sprintf("rt: index %d of an object with %d: %v", i, n, o))
	}
	if o.rtt.kind == kindArray {
		return o.rtt.fields[0]
	}
	return o.rtt.fields[i]
}

// at is the place of field or element i.
func (o *Object) at(i int) reflect.Value {
	if o.rtt.kind == kindArray {
		return o.elems().Index(i)
	}
	return o.value().Field(1 + i)
}

// elems is the slice of an array.
func (o *Object) elems() reflect.Value { return o.value().Field(1) }

// storage is how field or element i is stored.
func (o *Object) storage(i int) Storage {
	if o.rtt.kind == kindArray {
		i = 0
	}
	return o.rtt.storage(i)
}

// value is the object as the struct of its layout.
func (o *Object) value() reflect.Value {
	return reflect.NewAt(o.rtt.Layout().goType, unsafe.Pointer(o)).Elem()
}

// put sets field or element i, which f describes, whether it is mutable or not.
func (o *Object) put(i int, f Field, v any) error {
	value, err := f.Type.valueOf(v)
	if err != nil {
		return err
	}
	at := o.at(i)
	switch at.Kind() {
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		at.SetUint(uint64(value.Int()))
	default:
		at.Set(o.storage(i).value(value))
	}
	return nil
}

// value converts what a host sees as v to what is stored.
func (s Storage) value(v reflect.Value) reflect.Value {
	switch s {
	case StorageAny:
		return reflect.ValueOf(RefAny(v.Interface()))
	case StorageObject:
		o, _ := v.Interface().(*Object)
		return reflect.ValueOf(o)
	}
	return v
}
