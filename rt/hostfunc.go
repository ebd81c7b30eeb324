package rt

import (
	"fmt"
	"reflect"
	"slices"
)

// NewFunc makes a function reference from a Go function of the host. Its parameters and results are int32, int64, float32,
// float64, vec.V128, *Func, any (externref), *Exception (exnref) and *Object (structref), or what As says; a last result of type error is no Wasm result: when it is not nil, the call into
// the module ends and returns that error.
func NewFunc(name string, fn any) (*Func, error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		return nil, fmt.Errorf("%q: %T is not a function", name, fn)
	}
	t := v.Type()
	if t.IsVariadic() {
		return nil, fmt.Errorf("%q: %s is variadic", name, t)
	}
	native := &goFunc{fn: v}
	for i := range t.NumIn() {
		native.params = append(native.params, t.In(i))
	}
	for i := range t.NumOut() {
		native.results = append(native.results, t.Out(i))
	}
	if last := len(native.results) - 1; last >= 0 && native.results[last] == reflect.TypeFor[error]() {
		native.fails, native.results = true, native.results[:last]
	}
	typ, err := funcTypeOf(native.params, native.results)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	return &Func{Name: name, Sig: native.sig(typ), host: true, native: native}, nil
}

// MustFunc is NewFunc for functions that are known to be right, for use in composite literals. It panics on an error.
func MustFunc(name string, fn any) *Func {
	f, err := NewFunc(name, fn)
	if err != nil {
		panic(err)
	}
	return f
}

// A goFunc is a Go function that NewFunc was given.
type goFunc struct {
	fn              reflect.Value
	params, results []reflect.Type // without an error at the end
	fails           bool           // there is one
}

// sig is how the function is called as one of type t, which fits it.
func (g *goFunc) sig(t *Type) *Sig {
	return &Sig{Types: typesOf(t), Slots: hostSlots(g, t), Bind: (*Func).BindSlots}
}

// As is a function that NewFunc has made as one of type t, which must pass all values as the same Go types: so that an any, which is an externref unless
// something else is said, may be an eqref, an *Object a reference to a defined type. What the function returns is checked then. It returns an error
// for other functions, unless they are of the type anyway. An import needs none of this: it takes such a function at its own type.
func (f *Func) As(t *Type) (*Func, error) {
	if f.Sig.Type().Is(t) {
		return f, nil
	}
	if f.native == nil || !allFit(f.native.params, t.params) || !allFit(f.native.results, t.results) {
		return nil, fmt.Errorf("%q is no function of type %v", f.Name, t)
	}
	return &Func{Name: f.Name, Sig: f.native.sig(t), Binder: f.Binder, host: true, native: f.native}, nil
}

// allFit tells whether values of the types are passed as these Go types.
func allFit(goTypes []reflect.Type, types []ValType) bool {
	return slices.EqualFunc(goTypes, types, func(g reflect.Type, t ValType) bool {
		return g == t.GoType() || g == reflect.TypeFor[*Object]() && (t.Storage() == StorageObject || t.code == codeNone)
	})
}

// throw ends the running call because f, a function of the host, returned err: an exception is thrown into the module.
func (f *Func) throw(err error) {
	if e := ExceptionIn(err); e != nil {
		panic(e)
	}
	(&HostError{Import: f.Name, Err: err}).Throw()
}

// runHost calls f, which calls a function of the host. That belongs to no instance, which could recover what it throws.
func runHost(f func(d int)) (err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case TrapKind:
			err = &Trap{Kind: v}
		case *Trap:
			err = v
		case *HostError:
			err = v
		case *Exception:
			err = v
		default:
			panic(v)
		}
	}()
	f(0) // functions of the host have no stack budget
	return nil
}

// funcTypeOf is the type of host functions with these parameters and results.
func funcTypeOf(params, results []reflect.Type) (*Type, error) {
	in, err := valTypesOf(params, "parameter")
	if err != nil {
		return nil, err
	}
	out, err := valTypesOf(results, "result")
	if err != nil {
		return nil, err
	}
	return FuncType(in, out), nil
}

// valTypesOf are the value types that Go types stand for; what says what they are.
func valTypesOf(types []reflect.Type, what string) ([]ValType, error) {
	list := make([]ValType, len(types))
	for i, t := range types {
		var ok bool
		if list[i], ok = valTypeOf(t); !ok {
			return nil, fmt.Errorf("%s %d: no Wasm type is passed as %s", what, i, t)
		}
	}
	return list, nil
}
