package lockstep

import (
	"errors"
	"math"
	"reflect"
	"slices"

	"github.com/wasm2go/wasm2go/rt"
)

// mostCompared is how many values inside objects one comparison looks at: host calls are frequent, and a program's objects may be many.
const mostCompared = 10_000

// A comparison compares values of both sides: numbers by their bits, functions by their names, and objects by what is in them, as far as that
// goes. What each object corresponds to on the other side is remembered, so that cycles have an end, and one object there is not two here.
type comparison struct {
	twins map[*rt.Object]*rt.Object
	work  [][2]any // values inside objects that are still to be compared
	left  int      // how many more there may be
}

func newComparison() *comparison {
	return &comparison{twins: map[*rt.Object]*rt.Object{}, left: mostCompared}
}

// same compares values, and what they lead to. There is no recursion: a list may be as long as memory has room for.
func (c *comparison) same(x, y any) bool {
	c.work = append(c.work[:0], [2]any{x, y})
	for len(c.work) > 0 {
		last := c.work[len(c.work)-1]
		c.work = c.work[:len(c.work)-1]
		if !c.one(plain(last[0]), plain(last[1])) {
			return false
		}
	}
	return true
}

// plain is a value as hosts see it: one null, whatever its Go type.
func plain(v any) any {
	switch p := v.(type) {
	case rt.Ref:
		v = p.Any()
	case *rt.Func, *rt.Object, *rt.Exception:
	default:
		return v
	}
	if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && p.IsNil() {
		return nil
	}
	return v
}

// one compares two values, and notes what is inside them.
func (c *comparison) one(x, y any) bool {
	switch x := x.(type) {
	case float32:
		y, ok := y.(float32)
		return ok && math.Float32bits(x) == math.Float32bits(y)
	case float64:
		y, ok := y.(float64)
		return ok && math.Float64bits(x) == math.Float64bits(y)
	case *rt.Func:
		y, ok := y.(*rt.Func)
		return ok && x.Name == y.Name
	case *rt.Object:
		y, ok := y.(*rt.Object)
		return ok && c.objects(x, y)
	case *rt.Exception:
		y, ok := y.(*rt.Exception)
		return ok && sameTag(x, y) && c.inside(x.Values(), y.Values())
	}
	if t := reflect.TypeOf(x); t != nil && !t.Comparable() {
		return reflect.TypeOf(y) == t // a value of the host's that Go cannot compare
	}
	return x == y
}

// sameTag compares tags, of which each instance has its own.
func sameTag(x, y *rt.Exception) bool {
	return x.Tag().Type() == y.Tag().Type() && x.Tag().Name == y.Tag().Name
}

// objects compares objects by type and size, and notes their contents.
func (c *comparison) objects(x, y *rt.Object) bool {
	if twin, met := c.twins[x]; met {
		return twin == y
	}
	c.twins[x] = y
	if x.Type() != y.Type() || x.Len() != y.Len() {
		return false
	}
	if a, b := x.Elems(), y.Elems(); a != nil {
		return sameNumbers(a, b)
	}
	n := min(x.Len(), c.left)
	list := func(o *rt.Object) []any {
		values := make([]any, n)
		for i := range values {
			values[i] = o.Get(i)
		}
		return values
	}
	return c.inside(list(x), list(y))
}

// inside notes values to compare, as many as there may be.
func (c *comparison) inside(xs, ys []any) bool {
	if len(xs) != len(ys) {
		return false
	}
	for i := range min(len(xs), c.left) {
		c.work = append(c.work, [2]any{xs[i], ys[i]})
		c.left--
	}
	return true
}

// sameNumbers compares slices of numbers of one type, floats by their bits.
func sameNumbers(a, b any) bool {
	switch a := a.(type) {
	case []float32:
		return slices.EqualFunc(a, b.([]float32), func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
	case []float64:
		return slices.EqualFunc(a, b.([]float64), func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
	}
	return reflect.DeepEqual(a, b)
}

// thrown tells whether the exceptions that both ended with differ, and shows them.
func thrown(mine, theirs error) (a, b string, differ bool) {
	var x, y *rt.Exception
	if !errors.As(mine, &x) || !errors.As(theirs, &y) || newComparison().same(x, y) {
		return "", "", false
	}
	return exception(x), exception(y), true
}
