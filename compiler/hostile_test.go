package compiler_test

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/format"
	goimporter "go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/long"
)

// hostileNames are texts that would do harm if they reached Go code as they are; a | stands between words that meet each other.
var hostileNames = []string{
	"plain",
	"x, translated to Go.\npackage inj\nimport \"os\"\nfunc init() { os.WriteFile(\"PWNED\", []byte(\"x\"), 0644) }\n//",
	"x\npackage inj\nimport \"os\"\nimport \"slices\"\nfunc init() { os.WriteFile(\"PWNED\", []byte(\"x\"), 0644) }\n/*|*/ //|f",
	"a\nfunc init() { panic(1) }\n*/ func init() { panic(2) }\n`+panic(3)+`\"+panic(4)+\"//\r\n",
	"a\nb|a\x00b|a\rb|a\u2028b|a\u0085b|`|*/|/*|\\|\\\n|\"|'|\ufeff|\u202e|\xff|\xed\xa0\x80|\ufffd|",
	"a\n//go:build ignore\n|//go:linkname a runtime.b|//line x.go:1|/*line x.go:1*/|//export f|+build ignore|//go:embed /etc/passwd|#include \"x\"",
	"say \"math.pi\"|rt.X|abi.Y \"|\"slices.Sort|bits.Len`|interp.\"",
	"if|func|package|type|go|select|range|fallthrough",
	"int32|uint32|error|any|nil|true|len|panic|string|iota|copy|max|new",
	"m|d|e|f|s|g|p|i|k|r|a|x0|v0|r0|t1|g0|fn|at|err|ok|call|opts|values|hosts|imports|module|lib|code|name|host|params|refs|s0|p0",
	"rt|abi|mem|math|bits|slices|sort|guard|slice|sram|memmap|periph|wasitarget|interp|backend|unsafe|embed|runtime",
	"Instance|Imports|New|Link|Export|Exports|Close|instance|imports|new|link|close|New2|Link_2|Add|add|add2|add_2|Add2",
	"main|init|_|__|_1|1|1a|names|places|types|data|data0|funcs|funcIndex|exported|imported|ref|indirect1|sig1|twin1|memory0|segments0|adapt1|tail0|mem0|tab0",
	"fn6_part1|fn6_frame|a_tail|part1|part2|stub|translated|v_1|x_2|name_linux|name_test|a.b|a-b|a b",
	"\u0131x|ix|Ix|\u017fx|sx|\u212ax|kx|\u01c5x|\u01c6x|\u00dfx|\u4e16|\u4e16x|\u0e01|x\u0301|\u00b2|\U0001d7d8|\u2160a|\u1fbe",
	"n_1|n1|n__1|N1|N_1|n 1|n.1|" + strings.Repeat("long_", 200) + "|" + strings.Repeat("long_", 200) + "a|" + strings.Repeat("\u4e16", 40),
	"seek|read_byte|write_byte|unread_rune|format|scan|string|Error|unwrap|is|as|lock|unlock|marshal_json",
	"owner|core|adapters|parts|attach|linkValues|linkHost|instantiate|allocate|initialize|state|refList|adapter|code|slots|bind",
	"_start|memory|__heap_base|wasi_snapshot_preview1|fd_write|env|name|dylink.0",
	"example.com/x.Y|example.com/a b.Mem|x;y.Mem|\"\n.Mem|../x.Mem|/x.Mem|a//b.Mem|C.Mem|unsafe.Mem|from x.wasm| -standalone from ",
	"documentation|internal|vendor|con|aux|nul|.x|-x|..|a/b|~|%s|%!d(MISSING)|{{.}}|$x|@",
	"\x1b[31mred|\x07|\x7f|\u009b31m|\u2066x\u2069|e\u0301|\u200b|\u00a0",
}

// FuzzHostileNames: whatever a module, its file and the options are called, the package declares what that of the same module with
// harmless names does, and nothing else.
func FuzzHostileNames(f *testing.F) {
	known := exportData(f)
	for i, text := range hostileNames {
		for j := range uint64(8) {
			f.Add(text, j, (uint64(i)<<3|j)*0x9e3779b97f4a7c15>>8)
		}
	}
	f.Fuzz(func(t *testing.T, text string, seed, shape uint64) {
		hostile := newNaming(strings.Split(text, "|"), seed, nil)
		file, o := hostile.module(shape)
		got, err := compiler.Translate(file, o)
		harmless, plain := newNaming(hostile.words, seed, hostile.harmless()).module(shape)
		want, plainErr := compiler.Translate(harmless, plain)
		if err != nil {
			require.Equal(t, -1, strings.IndexFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }), "%q", err)
			if plainErr != nil {
				require.Regexp(t, `WASI command|^option Rename: `, plainErr.Error()) // a word is _start, or one that stays as it is
				return
			}
			require.True(t, strings.HasPrefix(err.Error(), "option "), "%v", err)
			return
		}
		require.NoError(t, plainErr, "with harmless names")
		gots, wants := parseAll(t, got.Files), parseAll(t, want.Files)
		require.Len(t, gots, len(wants))
		for i, f := range gots {
			requireAlike(t, wants[i], f, plain, o)
			requirePlain(t, f, got.Files)
		}
		known.check(t, o, gots)
	})
}

// A parsedFile is a file of a package; only Go files have syntax.
type parsedFile struct {
	compiler.File
	fset   *token.FileSet
	syntax *ast.File
}

func parseAll(t *testing.T, files []compiler.File) []parsedFile {
	fset := token.NewFileSet()
	list := make([]parsedFile, len(files))
	for i, f := range files {
		list[i] = parsedFile{File: f, fset: fset}
		if path.Ext(f.Name) != ".go" {
			continue
		}
		var err error
		list[i].syntax, err = parser.ParseFile(fset, f.Name, f.Data, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
	}
	return list
}

// requireAlike: the package clause and the imports aside, identifiers and literals may differ, but not in how many lines these have.
func requireAlike(t *testing.T, want, got parsedFile, wantOptions, gotOptions compiler.Options) {
	require.Equal(t, path.Dir(want.Name), path.Dir(got.Name))
	require.Equal(t, path.Ext(want.Name), path.Ext(got.Name))
	switch path.Ext(got.Name) {
	case ".go":
		require.Equal(t, want.imports(wantOptions), got.imports(gotOptions))
		requireEqual(t, want.tokens(), got.tokens(), got.Name)
	case ".data":
		require.Equal(t, want.Data, got.Data)
	case ".s":
		for line := range strings.Lines(string(got.Data)) {
			require.Regexp(t, `^(// .*|//go:build .*)?\n$`, line)
		}
	}
}

// imports lists the imports, with names for what options change.
func (f parsedFile) imports(o compiler.Options) (list []string) {
	own := ""
	if dot := strings.LastIndexByte(o.Mem, '.'); dot >= 0 {
		own = strconv.Quote(o.Mem[:dot])
	}
	for _, spec := range f.syntax.Imports {
		name := spec.Path.Value
		name = strings.Replace(name, `"`+cmp.Or(o.Runtime, module)+"/", "RUNTIME ", 1)
		name = strings.Replace(name, `"`+o.ImportPath+"/", "PARTS ", 1)
		name = strings.Replace(name, "RUNTIME part", "PARTS part", 1) // where both are one directory
		if name == own {
			name = "OWN"
		}
		if spec.Name != nil {
			name = spec.Name.Name + " " + name
		}
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// tokens are those behind the imports, one a line.
func (f parsedFile) tokens() string {
	end := f.syntax.Name.End()
	for _, decl := range f.syntax.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			end = d.End()
		}
	}
	src := f.Data[f.fset.Position(end).Offset:]
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	var b strings.Builder
	for {
		switch _, tok, lit := s.Scan(); tok {
		case token.EOF:
			return b.String()
		case token.SEMICOLON:
			if lit == ";" { // not the end of a line
				fmt.Fprintln(&b, tok)
			}
		case token.STRING:
			fmt.Fprintln(&b, tok, strings.Count(lit, "\n"))
		default:
			fmt.Fprintln(&b, tok)
		}
	}
}

// requireEqual compares texts line by line: most of a package is of no interest in a failure.
func requireEqual(t *testing.T, want, got, name string) {
	wants, gots := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(wants), len(gots)) {
		require.Equal(t, wants[i], gots[i], "%s:%d", name, i+1)
	}
	require.Equal(t, len(wants), len(gots), name)
}

var (
	embedDirective    = regexp.MustCompile(`^//go:embed (\S+)$`)
	lineDirective     = regexp.MustCompile(`^//line ([^:]*):(\d+)(:\d+)?$`)
	linknameDirective = regexp.MustCompile(`^//go:linkname (\S+) (\S+)$`)
	outOfLine         = regexp.MustCompile(`^(adaptRef\d+|makeRefs)$`)
	anyDirective      = regexp.MustCompile(`^(//[a-z0-9]+:|//line |//export |//extern |// *\+build|/\*)`)
)

// requirePlain: a Go file has nothing but print in it, is formatted, and its comments direct nobody, but for those that are meant to.
func requirePlain(t *testing.T, f parsedFile, all []compiler.File) {
	require.Regexp(t, `^(part\d+/)?[\pL0-9][\pL0-9._-]*$`, f.Name)
	if f.syntax == nil {
		return
	}
	odd := bytes.IndexFunc(f.Data, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) })
	require.Equal(t, -1, odd, "%s: %.40q", f.Name, f.Data[max(0, odd):])
	require.True(t, ast.IsGenerated(f.syntax))
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			if m := embedDirective.FindStringSubmatch(c.Text); m != nil {
				require.True(t, slices.ContainsFunc(all, func(f compiler.File) bool { return f.Name == m[1] }), c.Text)
			} else if m := lineDirective.FindStringSubmatch(c.Text); m != nil {
				f.requireLine(t, c, m[1], m[2])
			} else if m := linknameDirective.FindStringSubmatch(c.Text); m != nil {
				require.True(t, token.IsIdentifier(m[1]), c.Text)
				require.Regexp(t, `^[A-Za-z0-9._~+/%-]+\.(\(\*[\pL\pN_]+\)\.)?[\pL\pN_]+$`, m[2])
			} else if c.Text == "//go:noinline" {
				require.True(t, f.isDoc(group, outOfLine), c.Text)
			} else if strings.HasPrefix(c.Text, "//go:build ") {
				require.Less(t, c.Pos(), f.syntax.Package)
				x, err := constraint.Parse(c.Text)
				require.NoError(t, err)
				require.Equal(t, "//go:build "+x.String(), c.Text)
			} else {
				require.False(t, anyDirective.MatchString(c.Text) || strings.Contains(c.Text, "+build"), c.Text)
			}
		}
	}
	var formatted bytes.Buffer
	require.NoError(t, format.Node(&formatted, f.fset, f.syntax))
	requireEqual(t, formatted.String(), string(f.Data), f.Name)
}

// isDoc tells whether a comment is that of a function with such a name.
func (f parsedFile) isDoc(group *ast.CommentGroup, name *regexp.Regexp) bool {
	return slices.ContainsFunc(f.syntax.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Doc == group && name.MatchString(fn.Name.Name)
	})
}

// requireLine: what stands behind a line directive is on that line, and in that file, if it names one.
func (f parsedFile) requireLine(t *testing.T, c *ast.Comment, file, line string) {
	told := f.fset.Position(f.fset.File(c.Pos()).Pos(f.fset.PositionFor(c.End(), false).Offset + 1))
	require.Equal(t, line, strconv.Itoa(told.Line), c.Text)
	if file != "" {
		require.Equal(t, path.Clean(file), file)
		if !path.IsAbs(file) {
			file = path.Join(path.Dir(f.Name), file)
		}
		require.Equal(t, file, told.Filename, c.Text)
	}
}

// knownPackages are those that generated code imports.
type knownPackages struct {
	fset *token.FileSet
	types.Importer
}

// exportData asks the go command for them.
func exportData(t testing.TB) *knownPackages {
	list := exec.Command("go", "list", "-trimpath", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}",
		"../rt/...", "../mem/...", "../wasitarget", "./interp", "embed", "math/bits", "slices", "sort")
	list.Stderr = os.Stderr
	out, err := list.Output()
	require.NoError(t, err)
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[name] = file
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
	fset := token.NewFileSet()
	return &knownPackages{fset, goimporter.ForCompiler(fset, "gc", lookup)}
}

// check has Go's type checker look at a package and its parts.
func (k *knownPackages) check(t *testing.T, o compiler.Options, files []parsedFile) {
	packages := map[string][]*ast.File{}
	for _, f := range files {
		if f.syntax != nil {
			packages[path.Dir(f.Name)] = append(packages[path.Dir(f.Name)], f.syntax)
		}
	}
	config := types.Config{Importer: &importing{k, o}}
	for dir, list := range packages {
		_, err := config.Check(dir, files[0].fset, list, nil)
		require.NoError(t, err)
	}
}

// importing finds packages for one that was translated with these options.
type importing struct {
	known *knownPackages
	compiler.Options
}

func (i *importing) Import(name string) (*types.Package, error) {
	dot := strings.LastIndexByte(i.Mem, '.')
	below, isRuntime := strings.CutPrefix(name, i.Runtime+"/")
	switch {
	case dot > 0 && name == i.Mem[:dot]:
		return i.backend(i.Mem[dot+1:])
	case i.ImportPath != "" && strings.HasPrefix(name, i.ImportPath+"/part"):
		part := types.NewPackage(name, path.Base(name))
		part.MarkComplete()
		return part, nil
	case isRuntime && i.Runtime != "":
		return i.known.Import(module + "/" + below)
	}
	return i.known.Import(name)
}

// backend is a package with a type of memory of the user's own, which is that of mem/slice.
func (i *importing) backend(typ string) (*types.Package, error) {
	text := "package own\nimport (\"" + module + "/mem\"; \"" + module + "/mem/slice\")\n"
	for _, wide := range []string{"", "64"} {
		text += fmt.Sprintf("type %[1]s = slice.Memory%[2]s\nfunc New%[3]s(t mem.Type) (*%[1]s, error) { return nil, nil }\n",
			typ+wide, wide, strings.TrimPrefix(typ, "Memory")+wide)
	}
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, "own.go", text, 0)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: i.known}
	return config.Check("own", fset, []*ast.File{syntax}, nil)
}

// TestHostileBuild: the go command builds what hostile names become, and vet is content with it.
func TestHostileBuild(t *testing.T) {
	long.Need(t, "the go command builds a hundred packages")
	m := newGoModule(t)
	for i, text := range hostileNames {
		dir := fmt.Sprint("p", i)
		names := newNaming(strings.Split(text, "|"), uint64(i), nil)
		file, o := names.module(uint64(i) * 0x9e3779b97f4a7c15)
		o.ImportPath, o.Runtime = "example.com/use/"+dir, ""
		if !slices.Contains(compiler.Backends(), o.Mem) {
			o.Mem = ""
		}
		out, err := compiler.Translate(file, o)
		if err != nil {
			require.ErrorContains(t, err, "option ")
			continue
		}
		m.add(t, dir, out.Files)
	}
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "build", "./...")
}

// TestQuotedByOne: what prints Go text leaves quoting to package gotext, which knows what a comment does not stand.
func TestQuotedByOne(t *testing.T) {
	quotes := regexp.MustCompile(`%#?q|strconv\.(Append)?Quote|%#v`)
	for _, pattern := range []string{"internal/emit/*.go", "internal/emit/body/*.go", "internal/emit/names/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			for line := range strings.Lines(string(text)) {
				isError := strings.Contains(line, "Errorf(")
				require.False(t, quotes.MatchString(line) && !isError && !strings.HasSuffix(file, "_test.go"), "%s: %s", file, line)
			}
		}
	}
}

// TestRefusedOptions: an option that would not be in Go code what it is meant to be is refused.
func TestRefusedOptions(t *testing.T) {
	file := testModule(t, "parts")
	const code = "x\nfunc init() {}"
	for want, o := range map[string]compiler.Options{
		`option Package: "x\nfunc init() {}" is not the name of a package`:                                          {Package: code},
		`option Package: "documentation" is not the name of a package`:                                              {Package: "documentation"},
		`option Tags: "x\ny" is no build constraint, as linux && !cgo is one`:                                       {Tags: "x\ny"},
		`option Package: "_" is not the name of a package`:                                                          {Package: "_"},
		`option Prefix: "x\nfunc init() {}" does not begin an exported identifier`:                                  {Prefix: code},
		`option Prefix: "世" does not begin an exported identifier`:                                                  {Prefix: "\u4e16"},
		`option Prefix: "1" does not begin an exported identifier`:                                                  {Prefix: "1"},
		`option ImportPath: "a b" is not an import path`:                                                            {ImportPath: "a b"},
		`option ImportPath: "a//b" is not an import path`:                                                           {ImportPath: "a//b"},
		`option ImportPath: "a/aux" is not an import path`:                                                          {ImportPath: "a/aux"},
		`option Runtime: "x\nfunc init() {}" is not an import path`:                                                 {Runtime: code},
		`option Mem: memory backend "C.Mem": "C" is not an import path`:                                             {Mem: "C.Mem"},
		`option Mem: memory backend "../ram.Chip": "../ram" is not an import path`:                                  {Mem: "../ram.Chip"},
		`option Mem: unknown memory backend "x\nfunc init() {}": there are guard, slice, sram, or import/path.Type`: {Mem: code},
	} {
		o.Name = "m"
		_, err := compiler.Translate(file, o)
		require.EqualError(t, err, want)
	}
	_, err := compiler.Translate(file, compiler.Options{Name: "a-b"})
	require.EqualError(t, err, `option Package: "a-b" is not the name of a package`)
}
