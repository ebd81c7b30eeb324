package rt

import (
	"fmt"
	"reflect"
)

// Holds tells whether r, whatever it is a reference to, is of the reference type t: ref.test. It never follows more than one pointer to an object.
func (t ValType) Holds(r Ref) bool {
	if r.word == 0 {
		return t.null && t.IsRef()
	}
	switch t.code {
	case codeAny:
		return r.IsI31() || r.IsObject() || r.isHost()
	case codeEq:
		return r.IsI31() || r.IsObject()
	case codeI31:
		return r.IsI31()
	case codeStruct, codeArray:
		if !r.IsObject() {
			return false
		}
		if t.def != nil {
			return r.Object().Is(t.def)
		}
		return r.Object().rtt.kind.code() == t.code
	case codeFunc:
		return r.word == wordFunc && (t.def == nil || r.Func().Sig.Type().Is(t.def))
	case codeExtern:
		return r.isHost()
	case codeExn:
		return r.word == wordException
	}
	return false
}

// isHost tells whether r is a value of the host, in both words of it.
func (r Ref) isHost() bool { return r.word >= wordHost && !r.IsI31() }

// isTop tells whether t is all references that have a common supertype.
func (t ValType) isTop() bool { return t.null && t.def == nil && t.code == t.describe().top }

// shown is a reference of those that have a common supertype with t as hosts see it.
func (r Ref) shown(t ValType) any { return t.form().from(nil, []Ref{r}).Interface() }

// Accept is v, as a host passes it, as a reference of type t. It returns an error where v is none of that type.
func (t ValType) Accept(v any) (Ref, error) {
	if !made(v) {
		return Ref{}, fmt.Errorf("%T is a zero value, which no module can use", v)
	}
	r, ok := t.refOf(v)
	if !ok || !t.Holds(r) {
		return Ref{}, fmt.Errorf("%s is no %v", short(v), t)
	}
	return r, nil
}

// made tells whether v was made by what makes values of its type: a zero value has no type of Wasm.
func made(v any) bool {
	switch v := v.(type) {
	case *Func:
		return v == nil || v.Sig != nil
	case *Exception:
		return v == nil || v.tag != nil
	case *Object:
		return v == nil || v.rtt != nil
	}
	return true
}

// refOf is v as a reference of those that have a common supertype with t, if it can be one.
func (t ValType) refOf(v any) (r Ref, ok bool) {
	if v == nil {
		return Ref{}, true
	}
	switch t.describe().top {
	case codeAny:
		_, isI31 := v.(I31)
		r = RefAny(v)
		return r, r.IsI31() == isI31
	case codeExtern:
		return RefExtern(v), true
	case codeFunc:
		f, ok := v.(*Func)
		return RefFunc(f), ok
	case codeExn:
		e, ok := v.(*Exception)
		return RefException(e), ok
	}
	return Ref{}, false
}

// valueOf is v, as a host passes it, as a value of type t for ToSlots.
func (t ValType) valueOf(v any) (reflect.Value, error) {
	want := t.GoType()
	if !t.IsRef() {
		if v == nil || reflect.TypeOf(v) != want {
			return reflect.Value{}, fmt.Errorf("%T is no %v, which is passed as %v", v, t, want)
		}
		return reflect.ValueOf(v), nil
	}
	if _, err := t.Accept(v); err != nil {
		return reflect.Value{}, err
	}
	if v == nil {
		return reflect.Zero(want), nil
	}
	return reflect.ValueOf(v), nil
}

// valuesOf are values of the types, as a host passes them, for ToSlots.
func valuesOf(types []ValType, values []any) ([]reflect.Value, error) {
	if len(values) != len(types) {
		return nil, fmt.Errorf("%d values for %d", len(values), len(types))
	}
	list := make([]reflect.Value, len(types))
	for i, v := range values {
		var err error
		if list[i], err = types[i].valueOf(v); err != nil {
			return nil, fmt.Errorf("value %d: %w", i, err)
		}
	}
	return list, nil
}

// short is a value in a message. It follows no reference.
func short(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case *Func:
		if v == nil {
			return "null"
		}
		return "a func " + v.Sig.Type().String()
	case *Exception:
		if v == nil {
			return "null"
		}
		return "an exception of " + v.tag.String()
	case *Object:
		return v.String()
	case I31:
		return fmt.Sprintf("i31 %d", int32(v))
	case int32, int64, float32, float64:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("a %T", v)
}

// isWasm tells whether a value is a module's rather than the host's own.
func isWasm(v any) bool {
	switch v.(type) {
	case *Func, *Exception, *Object, I31:
		return true
	}
	return false
}
