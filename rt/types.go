package rt

import (
	"fmt"
	"sync"
)

// Types are the types of a module, in the notation of ParseTypes. Generated code has them in a variable, which the compiler lays out: nothing
// runs at start-up, the first use parses the text.
//
//	var types = rt.Types{Text: `
//		0: (i32) i32
//		2: sub (i32 (ref null 0)) i64
//		3: sub final 2 (i32 (ref null 0)) i64
//	`}
type Types struct {
	Text string

	once sync.Once
	list []*Type
}

// TypesOf are types that exist already.
func TypesOf(list ...*Type) *Types {
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

// ValType returns the value type with a text, in which references may be to the types by their labels: "i32", "(ref null 3)".
func (t *Types) ValType(text string) (ValType, error) {
	t.once.Do(t.parse)
	p := typeParser{text: text, types: t.list}
	p.next()
	typ := p.val()
	if p.tok != "" {
		p.fail("unexpected %q", p.tok)
	}
	if p.err != nil {
		return ValType{}, fmt.Errorf("%q: %w", text, p.err)
	}
	return typ, nil
}

func (t *Types) parse() {
	var err error
	if t.list, err = ParseTypes(t.Text); err != nil {
		panic("rt: " + err.Error())
	}
}
