package emit

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// rt names something of package rt.
func (f *frame) rt(name string) *jen.Statement { return jen.Qual(f.runtime("rt"), name) }

// abi is the same for package rt/abi.
func (f *frame) abi(name string) *jen.Statement { return jen.Qual(f.runtime("rt/abi"), name) }

// literal is a string literal.
func literal(s string) *jen.Statement { return jen.Op(gotext.Quote(s)) }

// number is an integer literal whose type the context gives.
func number(n uint64) *jen.Statement { return jen.Op(strconv.FormatUint(n, 10)) }

// member is the field of an instance m, or of something else in a variable.
func member(variable, field string) *jen.Statement { return jen.Id(variable).Dot(field) }

// api is the Go type of values that hosts see.
func (f *frame) api(t wasm.ValType) *jen.Statement {
	return f.valueType(f.names.API(t))
}

// stored is the Go type of values in globals, tables and segments.
func (f *frame) stored(t wasm.ValType) *jen.Statement { return f.valueType(f.names.Stored(t)) }

// coreTypes are the Go types of values inside of function bodies.
func (f *frame) coreTypes(types []wasm.ValType) []jen.Code {
	list := make([]jen.Code, len(types))
	for i, t := range types {
		list[i] = f.valueType(f.names.Core(t))
	}
	return list
}

// valueType is a type as package names spells it.
func (f *frame) valueType(name string) *jen.Statement {
	if pointee, ok := strings.CutPrefix(name, "*"); ok {
		return jen.Op("*").Add(f.valueType(pointee))
	}
	if id, ok := strings.CutPrefix(name, "rt."); ok {
		return f.rt(id)
	}
	if id, ok := strings.CutPrefix(name, "vec."); ok {
		return jen.Qual(f.runtime("rt/vec"), id)
	}
	return jen.Id(name)
}

// apiParams are parameters v0, v1, ... of these types.
func (f *frame) apiParams(types []wasm.ValType) []jen.Code {
	spelled := make([]string, len(types))
	for i, t := range types {
		spelled[i] = f.names.API(t)
	}
	return f.params(spelled)
}

// params are parameters v0, v1, ..., the type once for neighbours of the same type, as package names spells it.
func (f *frame) params(types []string) []jen.Code {
	var params, same []jen.Code
	for i, t := range types {
		same = append(same, jen.Id("v"+strconv.Itoa(i)))
		if i+1 == len(types) || types[i+1] != t {
			params = append(params, jen.List(same...).Add(f.valueType(t)))
			same = nil
		}
	}
	return params
}

// results are the result types of a function, in parentheses where there are several.
func results(types []jen.Code) *jen.Statement {
	if len(types) == 1 {
		return jen.Add(types[0])
	}
	return jen.Params(types...)
}

// printf adds to the text.
func (f *frame) printf(format string, args ...any) { fmt.Fprintf(&f.text, format, args...) }

// declare adds a declaration made with jennifer, and the comment before it, "" for none.
func (f *frame) declare(comment string, decl jen.Code) { f.render(f.file, &f.text, comment, decl) }

// render adds a declaration to a file's text.
func (f *frame) render(file *jen.File, text *bytes.Buffer, comment string, decl jen.Code) {
	s := jen.Add(decl)
	if comment != "" {
		s = jen.Comment(comment).Line().Add(decl)
	}
	text.WriteByte('\n')
	f.check(s.RenderWithFile(text, file))
	text.WriteByte('\n')
}

// typeText is the text of a type, whose packages it imports into the first file.
func (f *frame) typeText(typ *jen.Statement) string {
	var b strings.Builder
	f.check(typ.RenderWithFile(&b, f.file))
	return b.String()
}

// check keeps the first error.
func (f *frame) check(err error) {
	if f.err == nil && err != nil {
		f.err = fmt.Errorf("emit: %w", err)
	}
}

// pkg imports a package into the first file, and returns its name there.
func (f *frame) pkg(path string) string {
	name, ok := f.imported[path]
	if !ok {
		name, _, _ = strings.Cut(f.typeText(jen.Qual(path, "T")), ".")
		f.imported[path] = name
	}
	return name
}

// uses imports packages into the first file.
func (f *frame) uses(set gotext.Packages) {
	for _, path := range set.Paths(f.root()) {
		f.pkg(path)
	}
}

// useTypes imports into a file the packages that the Go types of values name.
func (f *frame) useTypes(file *jen.File, lists ...[]wasm.ValType) {
	for _, types := range lists {
		for _, t := range types {
			f.check(f.valueType(f.names.Core(t)).RenderWithFile(io.Discard, file))
			f.check(f.api(t).RenderWithFile(io.Discard, file))
		}
	}
}

// use returns text that names packages, once these are imported.
func (f *frame) use(text string, set gotext.Packages) string {
	f.uses(set)
	return text
}
