package compiler_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// linesModule is one of the modules of testdata/lines.
func linesModule(t testing.TB, name string) []byte {
	return testModule(t, filepath.Join("lines", name))
}

// linesOptions are all ways to translate one.
func linesOptions(t testing.TB) map[string]compiler.Options {
	all := func(uint32, string) bool { return true }
	return map[string]compiler.Options{
		"o0": {}, "o1": {}, "o2": {}, "v4": {}, "external": {External: linesModule(t, "lines_o1")},
		"slice": {Mem: "slice"}, "single": {Single: true},
		"mixed":         {Interp: func(i uint32, _ string) bool { return i%2 == 0 }},
		"split":         {SplitAt: 1},
		"packages":      {PackageSize: 1},
		"splitpackages": {SplitAt: 1, PackageSize: 2000, Mem: "slice"},
		"inlined_rs":    {}, "inlined_rsmixed": {Interp: all}, "inlined_rsparts": {PackageSize: 1, Mem: "slice"},
		"inlined_cpp": {}, "inlined_cppmixed": {Interp: all}, "inlined_cppparts": {PackageSize: 1, Mem: "slice"},
	}
}

// TestLines runs testdata/lines_test.go and inlined_test.go: all ways to translate a module with debug information say where in the source a trap
// was.
func TestLines(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages with the go command; run without -short")
	}
	w := workspace.New(t, "example.com/use")
	for dir, o := range linesOptions(t) {
		name := "lines_o1"
		switch {
		case strings.HasPrefix(dir, "inlined_"):
			name = strings.TrimSuffix(strings.TrimSuffix(dir, "mixed"), "parts")
		case slices.Contains([]string{"o0", "o2", "v4", "external"}, dir):
			name = "lines_" + dir
		}
		o.Name, o.ImportPath, o.Dwarf = "lines", "example.com/use/"+dir+"/lines", true
		out, err := compiler.Translate(linesModule(t, name), o)
		require.NoError(t, err)
		require.Empty(t, out.Warnings)
		for _, f := range out.Files {
			requireFormatted(t, f)
			requireOwnLines(t, f)
			w.Write(t, dir+"/lines/"+f.Name, f.Data)
		}
	}
	for _, name := range []string{"lines_test.go", "inlined_test.go", "lines/lines.c", "lines/lines_o1.wasm", "lines/inlined.rs", "lines/inlined_rs.wasm",
		"lines/inlined.cpp", "lines/inlined_cpp.wasm"} {
		data, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
		require.NoError(t, err)
		w.Write(t, strings.Replace(name, "lines/", "testdata/", 1), data)
	}
	for _, command := range [][]string{{"vet", "./..."}, {"test", "-trimpath", "."}, {"test", "."}} {
		out, err := w.Go(command...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}

// requireOwnLines: where no line of the source is meant, directives say what is true anyhow.
func requireOwnLines(t *testing.T, f compiler.File) {
	if path.Ext(f.Name) != ".go" {
		return
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, f.Name, f.Data, parser.ParseComments)
	require.NoError(t, err)
	for _, d := range file.Decls {
		told, real := fset.Position(d.Pos()), fset.PositionFor(d.Pos(), false)
		function, ok := d.(*ast.FuncDecl)
		if ok && function.Doc != nil && strings.Contains(function.Doc.List[len(function.Doc.List)-1].Text, "//line ") {
			require.NotEqual(t, ".go", path.Ext(told.Filename))
			continue
		}
		if !ok && !isTypeOf(d, "_frame") || ok && !pieceName.MatchString(function.Name.Name) {
			require.Equal(t, real.Line, told.Line, "%v", real)
			require.Equal(t, path.Base(f.Name), path.Base(told.Filename))
		}
	}
}

// pieceName is how a Go function is called that may be on the right line without a directive.
var pieceName = regexp.MustCompile(`_part\d+$`)

// isTypeOf tells whether a declaration is that of a type with such a name: one between the functions of a body.
func isTypeOf(d ast.Decl, suffix string) bool {
	g, ok := d.(*ast.GenDecl)
	return ok && g.Tok == token.TYPE && strings.HasSuffix(g.Specs[0].(*ast.TypeSpec).Name.Name, suffix)
}

// TestNoLines: without the option nothing of it is in the output, and with it a module that tells nothing is translated as ever.
func TestNoLines(t *testing.T) {
	plain := translate(t, linesModule(t, "lines_o1"), compiler.Options{Name: "lines"})
	require.NotContains(t, string(plain[0].Data), "//line ")
	for module, warning := range map[string]string{
		"lines_external": "the module has its debug information in another file",
		"places":         "the module has no debug information (compile and link with -g, do not strip)",
	} {
		file := testModule(t, strings.Replace("lines/"+module, "lines/places", "places", 1))
		out, err := compiler.Translate(file, compiler.Options{Name: "lines", Dwarf: true})
		require.NoError(t, err)
		require.Equal(t, []string{warning}, out.Warnings)
		require.Equal(t, translate(t, file, compiler.Options{Name: "lines"}), out.Files)
	}
	out, err := compiler.Translate(linesModule(t, "lines_external"), compiler.Options{Name: "lines", Dwarf: true, External: []byte("?")})
	require.NoError(t, err)
	require.Len(t, out.Warnings, 1)
	require.Contains(t, out.Warnings[0], "the external debug information: ")
}

// TestLocalNames: locals have the names of variables, as far as the compiler of the source let them live.
func TestLocalNames(t *testing.T) {
	function := func(module, name string) string {
		text := string(translate(t, linesModule(t, module), compiler.Options{Name: "lines", Dwarf: true})[0].Data)
		m := regexp.MustCompile(`(?m)^func ` + name + `\((?s:.*?)^}`).FindString(text)
		require.NotEmpty(t, m, name)
		return m
	}
	require.Contains(t, function("lines_o1", "get"), "func get(m *Instance, list, index uint32) uint32 {")
	require.Contains(t, function("lines_o1", "load"), "sum_or_i, i, t0 uint32\n") // the loop's variable lives there for a while
	require.Contains(t, function("lines_v4", "load"), "sum_or_i, i, t0 uint32\n")
	require.Contains(t, function("lines_o2", "put"), "func put(m *Instance, list, index, value uint32) {")
	require.Contains(t, function("lines_o0", "put"), "func put(m *Instance, v0, v1, v2 uint32) {") // they live in memory
}

// TestMappedFiles: files are named as mappings want it.
func TestMappedFiles(t *testing.T) {
	o := compiler.Options{Name: "lines", Dwarf: true, DwarfMap: []debuginfo.Mapping{{Old: "/src/other", New: "x"}, {Old: "/src/", New: "../csrc"}}}
	text := string(translate(t, linesModule(t, "lines_o1"), o)[0].Data)
	require.Contains(t, text, "\n//line ../csrc/lines/lines.c:9\n")
	require.NotContains(t, text, "\n//line lines.c")
	require.Contains(t, text, "\n\n../csrc/lines/lines.c\n\n") // of places; inlined calls follow
}

// TestDemangledNames: comments and tables have names as people write them, and lookups know both.
func TestDemangledNames(t *testing.T) {
	for module, name := range map[string]string{
		"names_legacy": "names::shapes::Square::area", "names_v0": "<names::shapes::Square>::area",
	} {
		file := linesModule(t, module)
		var seen []string
		o := compiler.Options{Name: "names", Interp: func(i uint32, name string) bool {
			if strings.Contains(name, "area") {
				seen = append(seen, name)
			}
			return false
		}}
		text := string(translate(t, file, o)[0].Data)
		require.Contains(t, text, ` "`+name+`" (`)
		require.Regexp(t, `(?m)^_[ZR]\w+ \d+ [0-9a-f]+ `+regexp.QuoteMeta(name)+`$`, text)
		require.Contains(t, seen, name)
		require.Regexp(t, `_Z|_R`, strings.Join(seen, " "))
	}
}
