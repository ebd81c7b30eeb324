package rt

import (
	"fmt"
	"sync"
)

// Types are the types of a module, by label, for generated code and the interpreter: hosts have [FuncType], [ParseFuncType] and [ParseTypes]. They are in
// a variable of generated code, which the compiler lays out: nothing runs at start-up, the first use parses the text.
//
//	var types = rt.Types{Text: `
//		0: (i32 f64) i32
//		4: sub struct i32 (mut i8) (ref null any)
//		rec {
//		7: sub final 4 struct i32 (mut i8) (ref null 8) (mut funcref)
//		8: array (mut (ref 7))
//		}
//	`}
//
// By its label a type is referred to in the same recursion group and behind. Labels may be left out, but not used twice. What
// follows is as in the text format (spec 6.4) without the parentheses around it and without "func", "param", "result" and "field".
type Types struct {
	Text string

	once sync.Once
	list []*Type
}

// typesOf are types that exist already, with labels from 0 on.
func typesOf(list ...*Type) *Types {
	types := &Types{list: list}
	types.once.Do(func() {})
	return types
}

// At returns the type with a label. It panics where there is none, or the text is wrong: the translator wrote both.
func (t *Types) At(label int) *Type {
	t.once.Do(t.parse)
	typ := t.list[label]
	if typ == nil {
		panic(fmt.Sprintf("rt: no type %d", label))
	}
	return typ
}

// ValType returns the value type with a text, in which references may be to the types by their labels: "i32", "(ref null 3)". It
// panics as At does.
func (t *Types) ValType(text string) ValType {
	if typ, ok := valTypeNamed(text); ok {
		return typ
	}
	t.once.Do(t.parse)
	p := typeParser{text: text, types: t.list}
	p.next()
	typ := p.val()
	if p.tok != "" {
		p.fail("unexpected %q", p.tok)
	}
	if p.err != nil {
		panic(fmt.Sprintf("rt: %q: %v", text, p.err))
	}
	return typ
}

func (t *Types) parse() {
	var err error
	if t.list, err = ParseTypes(t.Text); err != nil {
		panic("rt: " + err.Error())
	}
}
