package emit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/wasm2go/wasm2go/compiler/internal/backend"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// largest is by what factor one package may be larger than it should be where the import path is not known, without which there
// cannot be several: some 8 GB of memory suffice for that.
const largest = 1.7

// packageLimits are the sizes that a package should and may have.
func packageLimits(o Options, b *backend.Backend) (wanted, most int) {
	most = int(largest * float64(b.PackageSize))
	return cmp.Or(o.PackageSize, b.PackageSize), most
}

// ErrTooLarge says that a module takes several packages, whose import path is not known.
var ErrTooLarge = errors.New("the module is too large for one Go package, and to import its parts takes a go.mod above the output directory: run go mod init there")

// Room is how large the text of all bodies may be: with more, Emit gives ErrTooLarge.
func Room(o Options, b *backend.Backend) int {
	if o.Single || o.ImportPath != "" {
		return math.MaxInt
	}
	wanted, most := packageLimits(o, b)
	return max(wanted, most)
}

// A part is a package of its own with some of the bodies, for modules that
// are too large for one run of the Go compiler. It is called part1, part2 ...
// and lies below the module's package.
//
// Functions call each other across packages in every direction, which Go's
// imports do not allow: a part declares the functions it calls elsewhere
// without a body and has the linker find them (go:linkname). Its Instance is
// a copy of the module's own, field for field, with which it shares the
// instances.
type part struct {
	name       string
	first, end int // Bodies[first:end]
}

// divide finds the parts, none where one package is enough.
func (f *frame) divide() error {
	size := total(f.Bodies)
	if size > Room(f.Options, f.backend) {
		return ErrTooLarge
	}
	limit, _ := packageLimits(f.Options, f.backend)
	if f.Options.Single || size <= limit || f.Options.ImportPath == "" {
		return nil
	}
	f.partOf = make([]string, len(f.Bodies))
	for at := 0; at < len(f.Bodies); {
		p := part{name: fmt.Sprintf("part%d", len(f.parts)+1), first: at, end: at}
		for size := 0; p.end < len(f.Bodies) && (p.end == p.first || size+len(f.Bodies[p.end].Text) <= limit); p.end++ {
			size += len(f.Bodies[p.end].Text)
			f.partOf[p.end] = p.name
		}
		f.parts = append(f.parts, p)
		at = p.end
	}
	return nil
}

// declareParts writes what the module's package needs of its parts.
func (f *frame) declareParts() {
	if len(f.parts) == 0 {
		return
	}
	if len(f.structs) == 0 {
		f.file.Anon("unsafe")
	}
	for _, p := range f.parts {
		f.file.Anon(f.Options.ImportPath + "/" + p.name)
	}
	needed := map[uint32]bool{}
	for _, fn := range f.Refs {
		needed[fn] = true
	}
	if f.mod.Start != nil {
		needed[f.mod.Start.Func] = true
	}
	f.text.WriteString("\n// Functions in the parts that exports, tables and references name.\n")
	f.declareFuncs(f.file, &f.text, needed, "")
}

// declareFuncs writes declarations without body of those functions that are not
// in the package here into one of its files.
func (f *frame) declareFuncs(file *jen.File, b *bytes.Buffer, needed map[uint32]bool, here string) {
	for i := range uint32(len(f.mod.Funcs)) {
		if !needed[i] || f.home(i) == here {
			continue
		}
		t := f.mod.FuncType(int(i))
		f.useTypes(file, t.Params, t.Results)
		params := f.names.NumberedCore("v", t.Params)
		if f.Depth[i] {
			params = f.names.Head(params)
		} else {
			params = f.names.Receive(params)
		}
		twins := []string{f.names.Func(i)}
		if f.names.HasTail(i) {
			twins = append(twins, f.names.Tail(i))
		}
		for _, name := range twins {
			fmt.Fprintf(b, "\n//go:linkname %s %s.%s\n", name, f.symbolPrefix(f.home(i)), name)
			fmt.Fprintf(b, "func %s(%s)%s\n", name, gotext.Params(params), f.names.CoreResults(t.Results))
		}
	}
}

// home is the part that function i is in, "" for the module's own package.
func (f *frame) home(i uint32) string {
	if int(i) < f.mod.ImportedFuncs || len(f.parts) == 0 {
		return ""
	}
	return f.partOf[int(i)-f.mod.ImportedFuncs]
}

// symbolPrefix is how the linker calls a package: by its import path, with
// dots in the last element escaped, but main is main.
func (f *frame) symbolPrefix(home string) string {
	switch {
	case home != "":
		return f.Options.ImportPath + "/" + home
	case f.Options.Command:
		return "main"
	}
	path := f.Options.ImportPath
	slash := strings.LastIndexByte(path, '/') + 1
	return path[:slash] + strings.ReplaceAll(path[slash:], ".", "%2e")
}

// stubFile makes the Go compiler accept functions without body.
func (f *frame) stubFile(dir string) File {
	const why = "// Declarations without body in this package are found by the linker.\n"
	return File{Name: dir + "stub.s", Data: []byte(strings.Join(f.header(), "\n") + "\n\n" + f.constraint() + why)}
}

// partFiles writes a part.
func (f *frame) partFiles(p part) []File {
	file := jen.NewFile(p.name)
	for _, line := range f.header() {
		file.HeaderComment(line)
	}
	file.PackageComment(fmt.Sprintf("// Package %s holds functions %d to %d of %s.", p.name,
		f.mod.ImportedFuncs+p.first, f.mod.ImportedFuncs+p.end-1, gotext.Plain(f.Options.ImportPath)))
	f.nameImportsOf(file)
	structs := structUses{}
	structs.add(f.Bodies[p.first:p.end])

	var text bytes.Buffer
	aliases := &jen.Statement{}
	for i, t := range f.memories {
		if i > 0 {
			aliases.Line()
		}
		aliases.Add(t.declaration())
	}
	if len(f.memories) > 0 {
		f.render(file, &text, "", aliases)
	}
	f.render(file, &text, fmt.Sprintf("%s is the module's, field for field.", f.names.Instance), f.instance(true))
	unsafe := f.forward(file, &text)
	if !unsafe && len(structs) == 0 {
		file.Anon("unsafe")
	}
	needed := map[uint32]bool{}
	for _, calls := range f.Calls[p.first:p.end] {
		for _, fn := range calls {
			needed[fn] = true
		}
	}
	f.declareFuncs(file, &text, needed, p.name)
	f.declareStructs(file, &text, structs)

	dir := p.name + "/"
	files := []File{{Name: dir + p.name + ".go", Data: f.withHead(file, text.Bytes())}, f.stubFile(dir)}
	files = append(files, f.bodyFiles(dir+p.name, p.name, p.first, p.end)...)
	return append(files, f.assemblyFiles(dir+p.name, p.name, p.first, p.end)...)
}

// forward writes the methods that bodies call, and tells whether they name package unsafe.
func (f *frame) forward(file *jen.File, b *bytes.Buffer) (unsafe bool) {
	home := f.symbolPrefix("") + ".(*" + f.names.Instance + ")."
	if len(f.Refs) > 0 {
		fmt.Fprintf(b, "\n//go:linkname ref %sref\nfunc ref(m *%s, i uint32) *rt.Func\n", home, f.names.Instance)
		fmt.Fprintf(b, "\nfunc (m *%s) ref(i uint32) *rt.Func {\n\treturn ref(m, i)\n}\n", f.names.Instance)
		fmt.Fprintf(b, "\n//go:linkname makeRefs %smakeRefs\nfunc makeRefs(m *%s)\n", home, f.names.Instance)
		fmt.Fprintf(b, "\nfunc (m *%s) makeRefs() { makeRefs(m) }\n", f.names.Instance)
		f.refAt(b)
	}
	declare := func(what string, t uint32, result string) {
		fmt.Fprintf(b, "\n//go:linkname %[1]s%[2]d %[3]s%[1]s%[2]d\nfunc %[1]s%[2]d(m *%[4]s, f *rt.Func) %[5]s\n", what, t, home, f.names.Instance, result)
	}
	forward := func(what string, t uint32, result string) {
		declare(what, t, result)
		fmt.Fprintf(b, "\nfunc (m *%[1]s) %[2]s%[3]d(f *rt.Func) %[4]s {\n\treturn %[2]s%[3]d(m, f)\n}\n", f.names.Instance, what, t, result)
	}
	for _, t := range f.Indirect {
		t = f.mod.Canon(t)
		f.useTypes(file, f.mod.Types[t].Func.Params, f.mod.Types[t].Func.Results)
		code := f.names.Code(f.mod.Types[t].Func)
		if f.hasIndirect() {
			forward("indirect", t, code)
		}
		switch {
		case !f.byRef[t]:
		case f.callsAlike(t):
			declare("adaptRef", t, "*rt.Func")
			f.callRefHere(file, b, t)
			unsafe = true
		default:
			forward("byRef", t, code)
		}
		if f.hasTwins(t) {
			forward("twin", t, code)
		}
	}
	return unsafe
}

// callRefHere writes byRefN for a part. What it takes from a function is of a type that differs in the name of Instance alone, which is no matter: an interface
// is two words, of which the second is the function. With a comparison of the function's type it would be too long to be inlined.
func (f *frame) callRefHere(file *jen.File, b *bytes.Buffer, t uint32) {
	code := f.names.Code(f.mod.Types[t].Func)
	fmt.Fprintf(b, "\nfunc (m *%s) byRef%d(f *rt.Func) %s {\n", f.names.Instance, t, code)
	fmt.Fprintf(b, "\tif f == nil || f.Owner != &m.owner {\n\t\tf = adaptRef%d(m, f)\n\t}\n\treturn (*[2]%s)(", t, code)
	f.check(jen.Qual("unsafe", "Pointer").RenderWithFile(b, file))
	fmt.Fprintf(b, "(&f.Code))[1]\n}\n")
}
