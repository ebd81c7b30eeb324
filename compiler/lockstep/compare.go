package lockstep

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// After the first host calls, memories are compared only at every so-manieth: a program may write a file byte by byte.
const (
	firstCalls = 1000
	everyCalls = 64
)

// compare compares what the two do next, and all that they have. It returns nil where there is no difference.
func (p *pair) compare(mine, theirs event) *Difference {
	if exhausted(mine) && exhausted(theirs) {
		return nil // their frames are of different sizes, so what was done before differs, too
	}
	where := mine.String()
	if !mine.over {
		where = fmt.Sprintf("host call %d, %v", p.count, mine)
	}
	memories := mine.over || p.count <= firstCalls || p.count%everyCalls == 0
	d := p.compareEvents(mine, theirs)
	if d == nil {
		d = p.compareState(memories)
	}
	if d != nil {
		d.Where, d.Since = where, cmp.Or(p.equal, "the start")
	} else if memories {
		p.equal = where
	}
	return d
}

// exhausted tells whether e is the end because the stack was used up.
func exhausted(e event) bool { return e.over && errors.Is(e.err, rt.StackExhausted) }

func (p *pair) compareEvents(mine, theirs event) *Difference {
	if mine.over != theirs.over || mine.call != theirs.call || mine.over && mine.String() != theirs.String() {
		return &Difference{What: "what comes next", Mine: mine.String(), Other: theirs.String()}
	}
	if a, b, differ := places(mine.err, theirs.err); differ {
		return &Difference{What: "the instruction that trapped", Mine: a.String(), Other: b.String()}
	}
	if a, b, differ := thrown(mine.err, theirs.err); differ {
		return &Difference{What: "the exception", Mine: a, Other: b}
	}
	for i := range mine.args {
		if a, b := mine.args[i], theirs.args[i]; !newComparison().same(a, b) {
			return &Difference{What: fmt.Sprintf("argument %d", i), Mine: value(a), Other: value(b)}
		}
	}
	return nil
}

// places tells whether traps of the two come from different instructions, and from which. Where one of them does not know exactly, they
// do not differ; nor where an access to memory trapped, since the processor may be the first to find out about any of several.
func places(mine, theirs error) (a, b rt.Frame, differ bool) {
	var x, y *rt.Trap
	if !errors.As(mine, &x) || !errors.As(theirs, &y) || x.Kind == rt.OutOfBoundsMemory || x.Kind == rt.DeviceFailure {
		return a, b, false
	}
	if len(x.Stack) == 0 || len(y.Stack) == 0 {
		return a, b, false
	}
	a, b = x.Stack[0], y.Stack[0]
	return a, b, a.Instr != 0 && b.Instr != 0 && !a.Inexact && !b.Inexact && a.Instr != b.Instr
}

// compareState compares globals, tables and, if that is wanted, memories.
func (p *pair) compareState(memories bool) *Difference {
	if p.translated == nil || p.interpreted == nil {
		return nil
	}
	a, b := p.translated, p.interpreted
	c := newComparison()
	for i := range a.Globals {
		x, y := reflect.ValueOf(a.Globals[i]).Elem().Interface(), reflect.ValueOf(b.Globals[i]).Elem().Interface()
		if !c.same(x, y) {
			return &Difference{What: fmt.Sprintf("global %d", i), Mine: value(x), Other: value(y)}
		}
	}
	for i := range a.Tables {
		if d := compareTables(i, a.Tables[i], b.Tables[i]); d != nil {
			return d
		}
	}
	if !memories {
		return nil
	}
	for i := range a.Memories {
		if d := compareMemories(i, a.Memories[i], b.Memories[i]); d != nil {
			return d
		}
	}
	return nil
}

// compareTables compares tables by their elements.
func compareTables(i int, a, b any) *Difference {
	x, y := elements(a), elements(b)
	if m, n := x.Len(), y.Len(); m != n {
		return &Difference{What: fmt.Sprintf("the size of table %d", i), Mine: fmt.Sprint(m), Other: fmt.Sprint(n)}
	}
	c := newComparison()
	for k := range x.Len() {
		if v, w := x.Index(k).Interface(), y.Index(k).Interface(); !c.same(v, w) {
			return &Difference{What: fmt.Sprintf("table %d at %d", i, k), Mine: value(v), Other: value(w)}
		}
	}
	return nil
}

// elements are those of an *rt.Table of whatever it holds.
func elements(table any) reflect.Value { return reflect.ValueOf(table).Elem().FieldByName("Elems") }

// compareMemories finds the first byte in which two memories differ.
func compareMemories(i int, a, b mem.Memory) *Difference {
	if m, n := a.Size(), b.Size(); m != n {
		return &Difference{What: fmt.Sprintf("the size of memory %d", i), Mine: fmt.Sprint(m), Other: fmt.Sprint(n)}
	}
	const piece = 256 << 10
	x, y := make([]byte, piece), make([]byte, piece)
	for at := uint64(0); at < a.Size(); at += piece {
		n := min(piece, a.Size()-at)
		if err := errors.Join(a.ReadAt(x[:n], at), b.ReadAt(y[:n], at)); err != nil {
			return &Difference{What: fmt.Sprintf("memory %d cannot be read: %v", i, err)}
		}
		if bytes.Equal(x[:n], y[:n]) {
			continue
		}
		k := 0
		for x[k] == y[k] {
			k++
		}
		return memoryDifference(i, a, b, at+uint64(k))
	}
	return nil
}

// memoryDifference shows the aligned 16 bytes around the first that differs.
func memoryDifference(i int, a, b mem.Memory, at uint64) *Difference {
	const around = 16
	from := at &^ (around - 1)
	n := min(around, a.Size()-from)
	x, y := make([]byte, n), make([]byte, n)
	if err := errors.Join(a.ReadAt(x, from), b.ReadAt(y, from)); err != nil {
		return &Difference{What: fmt.Sprintf("memory %d cannot be read: %v", i, err)}
	}
	line := func(b []byte) string { return fmt.Sprintf("%#x: % x", from, b) }
	return &Difference{What: fmt.Sprintf("memory %d at %#x", i, at), Mine: line(x), Other: line(y)}
}
