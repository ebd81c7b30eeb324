package snapshot

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// A part is what a table, a global or a segment held.
type part interface {
	// bind returns the function that gives it to the place p of an instance, or false where p is a place of something else.
	bind(p any, state *rt.State) (set func(), ok bool)
}

// taken are the parts of an instance as of now. It is an error where one refers to an object or an exception: these change as the instance
// runs, or know what does, and are not copied.
func taken(state *rt.State) ([]part, error) {
	t := taker{state: state}
	var parts []part
	for _, p := range places(state) {
		if err := keepable(p); err != nil {
			return nil, err
		}
		parts = append(parts, t.part(p))
	}
	return parts, nil
}

// keepable returns an error where what is at p refers to an object or an exception.
func keepable(p any) error {
	v := reflect.ValueOf(p).Elem()
	where := "a global"
	if elems := v.Kind() == reflect.Struct && v.FieldByName("Elems").IsValid(); elems {
		v, where = v.FieldByName("Elems"), "a table"
	} else if v.Kind() == reflect.Slice {
		where = "an element segment"
	}
	if v.Kind() != reflect.Slice {
		return refuse(where, v.Interface())
	}
	if v.Type().Elem() == reflect.TypeFor[*rt.Func]() {
		return nil
	}
	for i := range v.Len() {
		if err := refuse(where, v.Index(i).Interface()); err != nil {
			return err
		}
	}
	return nil
}

// refuse returns an error for a value that cannot be kept.
func refuse(where string, v any) error {
	if r, ok := v.(rt.Ref); ok {
		v = r.Any()
	}
	switch v := v.(type) {
	case *rt.Object:
		if v != nil {
			return fmt.Errorf("snapshot: %s refers to an object (%v), and objects cannot be kept", where, v)
		}
	case *rt.Exception:
		if v != nil {
			return fmt.Errorf("snapshot: %s refers to an exception, and exceptions cannot be kept", where)
		}
	}
	return nil
}

// places are all of the state but memories.
func places(state *rt.State) []any {
	var list []any
	list = append(list, state.Tables...)
	list = append(list, state.Globals...)
	return append(list, state.Segments...)
}

// errShape is that of an instance of the same module with other parts.
var errShape = errors.New("snapshot: the instance has other parts than the one it is of: it was translated by another version, or in another way")

// bound are the functions that give an instance all parts. They are kept with the instance: to find its functions takes longer than all
// else.
func (s *Snapshot) bound(state *rt.State) ([]func(), error) {
	type memo struct {
		of  *Snapshot
		set []func()
	}
	if m, ok := state.Memo.(memo); ok && m.of == s {
		return m.set, nil
	}
	to := places(state)
	if len(to) != len(s.parts) || len(state.Memories) != len(s.images) {
		return nil, errShape
	}
	set := make([]func(), len(to))
	for i, p := range s.parts {
		var ok bool
		if set[i], ok = p.bind(to[i], state); !ok {
			return nil, errShape
		}
	}
	state.Memo = memo{s, set}
	return set, nil
}

// taker knows an instance of which a snapshot is taken.
type taker struct {
	state *rt.State
	own   map[*rt.Func]uint32 // its functions' indices, once there is a reference
}

// part keeps what is at p.
func (t *taker) part(p any) part {
	switch p := p.(type) {
	case *int32:
		return value[int32]{*p}
	case *int64:
		return value[int64]{*p}
	case *float32:
		return value[float32]{*p}
	case *float64:
		return value[float64]{*p}
	case *vec.V128:
		return value[vec.V128]{*p}
	case *any:
		return value[any]{*p}
	case *string:
		return value[string]{*p}
	case *[]any:
		return value[[]any]{*p}
	case **rt.Func:
		return function{t.ref(*p)}
	case *[]*rt.Func:
		return segment{t.refs(*p)}
	case *rt.Table[*rt.Func]:
		return funcTable{t.refs(p.Elems)}
	case *rt.Table[any]:
		return table[any]{slices.Clone(p.Elems)}
	case *rt.Table[rt.Ref]:
		return table[rt.Ref]{slices.Clone(p.Elems)}
	case *rt.Table[*rt.Object]:
		return table[*rt.Object]{slices.Clone(p.Elems)}
	case *rt.Table[*rt.Exception]:
		return table[*rt.Exception]{slices.Clone(p.Elems)}
	case *rt.Ref:
		return value[rt.Ref]{*p}
	case **rt.Object:
		return value[*rt.Object]{*p}
	case **rt.Exception:
		return value[*rt.Exception]{*p}
	case *[]rt.Ref:
		return value[[]rt.Ref]{*p}
	case *[]*rt.Object:
		return value[[]*rt.Object]{*p}
	case *[]*rt.Exception:
		return value[[]*rt.Exception]{*p}
	}
	panic(fmt.Sprintf("snapshot: a state with a %T", p))
}

// A value is one that is the same in all instances: a number, a value of the host, a segment without functions, which nobody writes to.
type value[T any] struct{ v T }

func (v value[T]) bind(p any, _ *rt.State) (func(), bool) {
	to, ok := p.(*T)
	return func() { *to = v.v }, ok
}

// A ref is a reference to a function: the instance's own by its index, or somebody else's.
type ref struct {
	own   bool
	index uint32
	other *rt.Func // or null
}

func (t *taker) ref(f *rt.Func) ref {
	if f == nil {
		return ref{}
	}
	if t.own == nil {
		t.own = make(map[*rt.Func]uint32, len(t.state.Funcs))
		for _, i := range t.state.Funcs {
			t.own[t.state.Func(i)] = i
		}
	}
	if i, ok := t.own[f]; ok {
		return ref{own: true, index: i}
	}
	return ref{other: f}
}

func (t *taker) refs(list []*rt.Func) []ref {
	refs := make([]ref, len(list))
	for i, f := range list {
		refs[i] = t.ref(f)
	}
	return refs
}

// of is the reference in an instance, false where there can be none to the function.
func (r ref) of(state *rt.State) (*rt.Func, bool) {
	if !r.own {
		return r.other, true
	}
	if _, ok := slices.BinarySearch(state.Funcs, r.index); !ok {
		return nil, false
	}
	return state.Func(r.index), true
}

// all are the references in an instance.
func all(refs []ref, state *rt.State) (list []*rt.Func, ok bool) {
	for _, r := range refs {
		f, ok := r.of(state)
		if !ok {
			return nil, false
		}
		list = append(list, f)
	}
	return list, true
}

// A function is what a global held.
type function struct{ ref }

func (f function) bind(p any, state *rt.State) (func(), bool) {
	fn, ok := f.of(state)
	set, fits := value[*rt.Func]{fn}.bind(p, state)
	return set, ok && fits
}

// A segment is one of functions.
type segment struct{ refs []ref }

func (s segment) bind(p any, state *rt.State) (func(), bool) {
	list, ok := all(s.refs, state)
	set, fits := value[[]*rt.Func]{list}.bind(p, state)
	return set, ok && fits
}

type funcTable struct{ refs []ref }

func (t funcTable) bind(p any, state *rt.State) (func(), bool) {
	list, ok := all(t.refs, state)
	set, fits := fill(p, list)
	return set, ok && fits
}

// A table is one without functions.
type table[T any] struct{ elems []T }

func (t table[T]) bind(p any, _ *rt.State) (func(), bool) { return fill(p, t.elems) }

// fill makes the elements of the table at p those of the list.
func fill[T any](p any, list []T) (func(), bool) {
	to, ok := p.(*rt.Table[T])
	return func() {
		clear(to.Elems[min(len(list), len(to.Elems)):])
		to.Elems = append(to.Elems[:0], list...)
	}, ok
}
