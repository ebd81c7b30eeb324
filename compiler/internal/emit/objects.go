package emit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/body"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// structUses is what some bodies need of the Go types of struct types, by canonical index.
type structUses map[uint32]body.StructUse

func (s structUses) add(bodies []body.Body) {
	for i := range bodies {
		for t, use := range bodies[i].Structs {
			s[t] |= use
		}
	}
}

// collectTypes finds the types that bodies name.
func (f *frame) collectTypes() {
	f.structs, f.rtts, f.byRef = structUses{}, map[uint32]bool{}, map[uint32]bool{}
	for i := range f.Bodies {
		maps.Copy(f.rtts, f.Bodies[i].Types)
		maps.Copy(f.byRef, f.Bodies[i].ByRef)
	}
	if len(f.parts) == 0 {
		f.structs.add(f.Bodies)
	}
}

// rttFields are the fields of Instance for types that objects have.
func (f *frame) rttFields(g *jen.Group) {
	for _, t := range slices.Sorted(maps.Keys(f.rtts)) {
		field := g.Id(fmt.Sprintf("rtt%d", t)).Op("*").Add(f.rt("Type"))
		if name := f.typeName(t); name != "" {
			field.Comment(name)
		}
	}
}

// setTypes prints the statements that fill these fields.
func (f *frame) setTypes() {
	for _, t := range slices.Sorted(maps.Keys(f.rtts)) {
		f.named = append(f.named, t)
		f.printf("\t%s = %s.At(%d)\n", names.RTT(t), f.typesVar(), t)
	}
}

// declareStructs writes the Go types of struct types into a file, and the functions that go with them.
func (f *frame) declareStructs(file *jen.File, text *bytes.Buffer, uses structUses) {
	for _, t := range slices.Sorted(maps.Keys(uses)) {
		f.structType(file, text, t)
		if uses[t]&body.Views != 0 {
			f.view(file, text, t)
		}
		if uses[t]&body.Makes != 0 {
			f.maker(file, text, t)
		}
		if uses[t]&body.MakesZero != 0 {
			f.zeroMaker(file, text, t)
		}
	}
}

// structType writes the Go type: package rt knows what it has to look like.
func (f *frame) structType(file *jen.File, text *bytes.Buffer, t uint32) {
	what := fmt.Sprintf("%s is struct type %d", f.names.Struct(t), t)
	if name := f.typeName(t); name != "" {
		what += " " + name
	}
	f.render(file, text, what+".", jen.Type().Id(f.names.Struct(t)).StructFunc(func(g *jen.Group) {
		g.Add(f.rt("Object"))
		for i, field := range f.mod.Types[t].Fields {
			decl := g.Id(f.names.Field(t, i)).Add(f.valueType(f.names.FieldType(t, i)))
			if field.Packed == 0 && field.Type.IsRef() {
				decl.Comment(f.refName(field.Type))
			}
		}
	}))
}

// refName is a reference type in the text format, with the name of a type of the module.
func (f *frame) refName(t wasm.ValType) string {
	if h := t.HeapType(); !h.IsAbstract() {
		if name := f.typeName(h.Index()); name != "" {
			return fmt.Sprintf("%v, %s", t, name)
		}
	}
	return t.String()
}

// typeName is the name of a type in the name section, quoted, or "".
func (f *frame) typeName(t uint32) string {
	if name := f.mod.Names.Types.Get(t); name != "" {
		return gotext.Mention(name)
	}
	return ""
}

// view writes the function from a reference to the Go type.
func (f *frame) view(file *jen.File, text *bytes.Buffer, t uint32) {
	name, view := f.names.Struct(t), f.names.View(t)
	f.render(file, text, fmt.Sprintf("%s is o, which is a %s or null.", view, name),
		jen.Func().Id(view).Params(jen.Id("o").Op("*").Add(f.rt("Object"))).Op("*").Id(name).Block(
			jen.Return(jen.Parens(jen.Op("*").Id(name)).Call(jen.Qual("unsafe", "Pointer").Call(jen.Id("o"))))))
}

// maker writes the function that makes an object of its fields' values.
func (f *frame) maker(file *jen.File, text *bytes.Buffer, t uint32) {
	types, values := []string{}, []jen.Code{f.objectHeader(t)}
	for i := range f.mod.Types[t].Fields {
		types = append(types, f.names.FieldType(t, i))
		values = append(values, jen.Id("v"+strconv.Itoa(i)))
	}
	f.makes(file, text, f.names.Maker(t), t, "with these values of its fields", f.params(types), jen.Values(values...))
}

// zeroMaker writes the function that makes an object of default values.
func (f *frame) zeroMaker(file *jen.File, text *bytes.Buffer, t uint32) {
	f.makes(file, text, f.names.ZeroMaker(t), t, "of default values", nil, jen.Values(jen.Dict{jen.Id("Object"): f.objectHeader(t)}))
}

func (f *frame) makes(file *jen.File, text *bytes.Buffer, maker string, t uint32, with string, params []jen.Code, values jen.Code) {
	name := f.names.Struct(t)
	params = append([]jen.Code{jen.Id("m").Op("*").Id(f.names.Instance)}, params...)
	object := jen.Op("&").Id("o").Dot("Object")
	f.render(file, text, fmt.Sprintf("%s makes a %s %s.", maker, name, with),
		jen.Func().Id(maker).Params(params...).Op("*").Add(f.rt("Object")).Block(
			jen.Id("o").Op(":=").Op("&").Id(name).Add(values),
			member("m", "core").Dot("Allocated").Call(object, jen.Int().Call(jen.Qual("unsafe", "Sizeof").Call(jen.Op("*").Id("o")))),
			jen.Return(object.Clone())))
}

// objectHeader is what an object of type t begins with.
func (f *frame) objectHeader(t uint32) jen.Code {
	return member("m", fmt.Sprintf("rtt%d", t)).Dot("Header").Call()
}
