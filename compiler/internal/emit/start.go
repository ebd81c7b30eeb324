package emit

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// planStart prepares the statements that give globals, tables and memories
// their initial values.
func (f *frame) planStart() error {
	for i := f.mod.ImportedGlobals; i < len(f.mod.Globals); i++ {
		c, err := f.constant(f.mod.Globals[i].Init)
		if err != nil {
			return err
		}
		if !c.zero {
			f.values = append(f.values, fmt.Sprintf("m.g%d = %s", i, c.text))
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
			f.tableInit[i] = c.text
		}
	}
	if err := f.planElems(); err != nil {
		return err
	}
	if err := f.planData(); err != nil {
		return err
	}
	if s := f.mod.Start; s != nil {
		d := "m"
		if int(s.Func) < f.mod.ImportedFuncs || f.Depth[s.Func] {
			d = "m, d"
		}
		f.start = append(f.start, fmt.Sprintf("%s(%s)", f.names.Func(s.Func), d))
	}
	return nil
}

// planElems fills tables from active segments, and keeps passive ones that
// are used.
func (f *frame) planElems() error {
	for i := range f.mod.Elems {
		e := &f.mod.Elems[i]
		if e.Mode != wasm.Active && !(e.Mode == wasm.Passive && f.keepsElem(i)) {
			continue
		}
		list, err := f.elements(e)
		if err != nil {
			return err
		}
		if e.Mode == wasm.Passive {
			f.values = append(f.values, fmt.Sprintf("m.elem%d = %s", i, list))
			continue
		}
		at, err := f.constant(e.Start)
		if err != nil {
			return err
		}
		f.start = append(f.start, fmt.Sprintf("m.tab%d.Init(%s, %s, 0, %d)",
			e.Table, at.address(f.mod.Tables[e.Table].Is64), list, e.Len()))
	}
	return nil
}

// elements is the Go expression for the elements of a segment.
func (f *frame) elements(e *wasm.Elem) (string, error) {
	if list, ok := funcIndices(e); ok {
		if len(list) == 0 {
			return "nil", nil
		}
		return "m.refList(" + wrap(list) + ")", nil
	}
	list := make([]string, len(e.Exprs))
	for i := range e.Exprs {
		c, err := f.constant(&e.Exprs[i])
		if err != nil {
			return "", err
		}
		list[i] = c.text
	}
	return "[]" + f.names.goType(e.Type) + "{" + wrap(list) + "}", nil
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

// wrap joins a list with commas, with a line break now and then in a long one.
func wrap(list []string) string {
	const width = 16
	if len(list) <= width {
		return strings.Join(list, ", ")
	}
	var b strings.Builder
	for i, s := range list {
		if i%width == 0 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		b.WriteByte(',')
	}
	b.WriteByte('\n')
	return b.String()
}

// keepsData tells whether bodies use data segment i.
func (f *frame) keepsData(i int) bool { return f.members[fmt.Sprintf("data%d", i)] }

// keepsElem tells whether bodies use element segment i.
func (f *frame) keepsElem(i int) bool { return f.members[fmt.Sprintf("elem%d", i)] }

// usedSegments finds the fields m.dataN and m.elemN in the text of bodies.
func usedSegments(bodies [][]byte) map[string]bool {
	used := map[string]bool{}
	for _, body := range bodies {
		for _, kind := range []string{"data", "elem"} {
			prefix := []byte("m." + kind)
			for rest := body; ; {
				at := bytes.Index(rest, prefix)
				if at < 0 {
					break
				}
				rest = rest[at+len(prefix):]
				n := 0
				for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
					n++
				}
				used[kind+string(rest[:n])] = true
			}
		}
	}
	return used
}
