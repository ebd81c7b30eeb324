package names

import (
	"fmt"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A struct type of the module is a Go type, with a function for each of what is done with it: with the name point in the name section it is point,
// asPoint, newPoint and zeroPoint, without one struct5, as5, new5 and zero5.

// nameStructs takes the names of struct types and their fields from the name section, after those of functions.
func (n *Names) nameStructs() {
	n.structs, n.fields = map[uint32]string{}, map[uint32]map[int]string{}
	for _, a := range n.mod.Names.Types {
		if t, ok := n.structOf(a.Index); ok && n.structs[t] == "" {
			if id := sanitize(a.Name); id != "" {
				n.structs[t] = n.takeStruct(id, t)
			}
		}
	}
	for _, a := range n.mod.Names.Fields {
		if t, ok := n.structOf(a.Index); ok && n.fields[t] == nil {
			n.fields[t] = n.nameFieldsOf(t, a.Names)
		}
	}
}

// structOf is the canonical index of a type, if that is a struct type.
func (n *Names) structOf(i uint32) (t uint32, ok bool) {
	if int(i) >= len(n.mod.Types) || n.mod.Types[i].Kind != wasm.KindStruct {
		return 0, false
	}
	return n.mod.Canon(i), true
}

// takeStruct takes the names that begin with id, or with one like it.
func (n *Names) takeStruct(id string, t uint32) string {
	ids := func() []string {
		return []string{id, "as" + upperFirst(id), "new" + upperFirst(id), "zero" + upperFirst(id)}
	}
	free := func() bool {
		if id == "o" { // the parameter of asO
			return false
		}
		for _, s := range ids() {
			if !n.idents.free(s) {
				return false
			}
		}
		return true
	}
	if !free() {
		id = fmt.Sprintf("%s_%d", id, t)
	}
	for !free() {
		id += "_"
	}
	for _, s := range ids() {
		n.functions[n.Private(n.idents.take(s))] = true
	}
	return id
}

// nameFieldsOf makes identifiers of the names of a struct's fields.
func (n *Names) nameFieldsOf(t uint32, named wasm.NameMap) map[int]string {
	used := scope{used: map[string]bool{}, reserved: fieldPattern}
	fields := map[int]string{}
	for _, a := range named {
		id := sanitize(a.Name)
		if i := int(a.Index); i < len(n.mod.Types[t].Fields) && id != "" && used.free(id) {
			fields[i] = used.take(id)
		}
	}
	return fields
}

// fieldPattern describes the names of fields without one.
func fieldPattern(id string) bool {
	_, err := strconv.Atoi(id[1:])
	return id[0] == 'f' && err == nil
}

// structName is the name of a struct type behind a prefix, or by itself.
func (n *Names) structName(prefix string, t uint32) string {
	t = n.mod.Canon(t)
	switch id, ok := n.structs[t]; {
	case !ok && prefix == "":
		return n.Private(fmt.Sprintf("struct%d", t))
	case !ok:
		return n.Private(fmt.Sprint(prefix, t))
	case prefix == "":
		return n.Private(id)
	default:
		return n.Private(prefix + upperFirst(id))
	}
}

// Struct is the Go type of objects of struct type t.
func (n *Names) Struct(t uint32) string { return n.structName("", t) }

// View is the function that makes the Go type of an *rt.Object.
func (n *Names) View(t uint32) string { return n.structName("as", t) }

// Maker is the function that makes an object of its fields' values.
func (n *Names) Maker(t uint32) string { return n.structName("new", t) }

// ZeroMaker is the one that makes an object of default values.
func (n *Names) ZeroMaker(t uint32) string { return n.structName("zero", t) }

// Field is the name of field i of struct type t.
func (n *Names) Field(t uint32, i int) string {
	if id := n.fields[n.mod.Canon(t)][i]; id != "" {
		return id
	}
	return "f" + strconv.Itoa(i)
}

// FieldType is the Go type of field i of struct type t, or of the elements of array type t.
func (n *Names) FieldType(t uint32, i int) string {
	switch f := n.mod.Stored(n.mod.Canon(t), i); {
	case f.Packed == 8:
		return "uint8"
	case f.Packed == 16:
		return "uint16"
	default:
		return n.Core(f.Type)
	}
}

// Fetched is what a field or element is in bodies, once it is read as the expression x from where it is stored: class from becomes class to.
func Fetched(x *gotext.Expr, from, to wasm.Class) *gotext.Expr {
	switch {
	case from == wasm.ClassObject && to == wasm.ClassAny:
		return gotext.CallIn(gotext.RT, "rt.RefObject", x)
	case from == wasm.ClassAny && to == wasm.ClassObject:
		return gotext.Method(x, "Object")
	}
	return x
}

// RTT is the Go expression for the type of the module with the index t, as objects have it.
func RTT(t uint32) *gotext.Expr { return gotext.Atom(field("rtt", t)) }
