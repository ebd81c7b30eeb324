package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// planStart prepares the statements that give globals, tables and memories
// their initial values.
func (f *frame) planStart() error {
	f.planTags()
	for i := f.mod.ImportedGlobals; i < len(f.mod.Globals); i++ {
		c, err := f.constant(f.mod.Globals[i].Init)
		if err != nil {
			return err
		}
		if !c.zero {
			f.values = append(f.values, f.names.Global(uint32(i)).String()+" = "+f.value(c))
		}
	}
	f.tableInit = make([]string, len(f.mod.Tables))
	for i, t := range f.mod.Tables {
		f.tableInit[i] = "nil"
		if t.Init != nil {
			c, err := f.constant(t.Init)
			if err != nil {
				return err
			}
			f.tableInit[i] = f.value(c)
		}
	}
	if err := f.planElems(); err != nil {
		return err
	}
	if err := f.planData(); err != nil {
		return err
	}
	if s := f.mod.Start; s != nil {
		args := "m"
		if int(s.Func) < f.mod.ImportedFuncs || f.Depth[s.Func] {
			args = "m, d"
		}
		f.start = append(f.start, fmt.Sprintf("%s(%s)", f.names.Func(s.Func), args))
	}
	return nil
}

// value is the text of a constant, whose packages it imports.
func (f *frame) value(c constant) string { return f.use(c.x.Print()) }

// planElems fills tables from active segments, and keeps passive ones that
// are used.
func (f *frame) planElems() error {
	for i := range f.mod.Elems {
		e := &f.mod.Elems[i]
		if e.Mode != wasm.Active && !(e.Mode == wasm.Passive && f.elems[i]) {
			continue
		}
		list, err := f.elements(e)
		if err != nil {
			return err
		}
		if e.Mode == wasm.Passive {
			f.values = append(f.values, names.Elem(uint32(i))+" = "+list)
			continue
		}
		at, err := f.constant(e.Start)
		if err != nil {
			return err
		}
		f.start = append(f.start, initCall(names.Table(e.Table), at.address(f.mod.Tables[e.Table].Is64), list, e.Len()))
	}
	return nil
}

// initCall copies all n elements of a segment, which is a Go expression, to an address of a table or memory.
func initCall(to string, at *gotext.Expr, segment string, n int) string {
	return gotext.Call(to+".Init", at, gotext.Atom(segment), gotext.Uint64(0), gotext.Uint64(uint64(n))).String()
}

// elements is the Go expression for the elements of a segment.
func (f *frame) elements(e *wasm.Elem) (string, error) {
	if list, ok := funcIndices(e); ok {
		if len(list) == 0 {
			return "nil", nil
		}
		f.lists = true
		return "m.refList(" + gotext.Wrap(list, 2) + ")", nil
	}
	list := make([]string, len(e.Exprs))
	for i := range e.Exprs {
		c, err := f.constant(&e.Exprs[i])
		if err != nil {
			return "", err
		}
		list[i] = f.value(c)
	}
	return "[]" + f.names.Stored(e.Type) + "{" + gotext.Wrap(list, 2) + "}", nil
}

// funcIndices lists the functions of a segment, -1 for null. It fails where
// an element is anything else.
func funcIndices(e *wasm.Elem) ([]string, bool) {
	var list []string
	for _, fn := range e.Funcs {
		list = append(list, fmt.Sprint(fn))
	}
	funcs := len(e.Exprs) == 0
	for i := range e.Exprs {
		in := e.Exprs[i].Instrs
		switch {
		case len(in) == 1 && in[0].Op == op.RefFunc:
			list = append(list, fmt.Sprint(in[0].A))
			funcs = true
		case len(in) == 1 && in[0].Op == op.RefNull:
			list = append(list, "-1")
		default:
			return nil, false
		}
	}
	return list, funcs
}
