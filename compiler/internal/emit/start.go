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
			f.setValue(c, f.names.Global(uint32(i)).String(), f.value(c, f.mod.Globals[i].Type))
		}
	}
	if err := f.planTables(); err != nil {
		return err
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

// setValue adds a statement that sets a global or a passive segment.
func (f *frame) setValue(c constant, place, value string) {
	f.values = append(f.values, append(f.takeSpilled(), place+" = "+value))
	f.makesObjects = f.makesObjects || c.makes
}

// A tableInit is the initial value of a table's elements.
type tableInit struct {
	before []string // statements
	value  string
	makes  bool // the value, objects: that may trap
}

// planTables prepares the initial values of tables.
func (f *frame) planTables() error {
	f.tableInit = make([]tableInit, len(f.mod.Tables))
	for i, t := range f.mod.Tables {
		c := constant{x: gotext.Atom("nil"), zero: true, typ: t.Elem}
		if t.Init != nil {
			var err error
			if c, err = f.constant(t.Init); err != nil {
				return err
			}
		}
		f.tableInit[i] = tableInit{value: f.value(c, t.Elem), makes: c.makes, before: f.takeSpilled()}
	}
	return nil
}

// value is the text of a constant where one of type t is wanted. It imports the packages that the text names.
func (f *frame) value(c constant, t wasm.ValType) string { return f.use(f.as(c, t).Print()) }

// planElems fills tables from active segments, and keeps passive ones that
// are used.
func (f *frame) planElems() error {
	for i := range f.mod.Elems {
		e := &f.mod.Elems[i]
		if e.Mode != wasm.Active && !(e.Mode == wasm.Passive && f.elems[i]) {
			continue
		}
		elem := e.Type
		if e.Mode == wasm.Active {
			elem = f.mod.Tables[e.Table].Elem
		}
		list, makes, err := f.elements(e, elem)
		if err != nil {
			return err
		}
		if e.Mode == wasm.Passive {
			f.setValue(constant{makes: makes}, names.Elem(uint32(i)), list)
			continue
		}
		at, err := f.constant(e.Start)
		if err != nil {
			return err
		}
		f.start = append(f.start, f.takeSpilled()...)
		f.start = append(f.start, initCall(names.Table(e.Table), at.address(f.mod.Tables[e.Table].Is64), list, e.Len()))
	}
	return nil
}

// initCall copies all n elements of a segment, which is a Go expression, to an address of a table or memory.
func initCall(to string, at *gotext.Expr, segment string, n int) string {
	return gotext.Call(to+".Init", at, gotext.Atom(segment), gotext.Uint64(0), gotext.Uint64(uint64(n))).String()
}

// elements is the Go expression for the elements of a segment, where those of type elem are wanted. It tells whether that makes objects.
func (f *frame) elements(e *wasm.Elem, elem wasm.ValType) (text string, makes bool, err error) {
	if list, ok := funcIndices(e); ok {
		if len(list) == 0 {
			return "nil", false, nil
		}
		f.lists = true
		return "m.refList(" + gotext.Wrap(list, 2) + ")", false, nil
	}
	list := make([]string, len(e.Exprs))
	for i := range e.Exprs {
		c, err := f.constant(&e.Exprs[i])
		if err != nil {
			return "", false, err
		}
		list[i] = f.value(c, elem)
		makes = makes || c.makes
	}
	return "[]" + f.names.Stored(elem) + "{" + gotext.Wrap(list, 2) + "}", makes, nil
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
