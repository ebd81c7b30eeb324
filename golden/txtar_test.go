package golden

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wasm2go/wasm2go/compiler"
)

var update = flag.Bool("update", false, "rewrite the golden files; with wat2wasm on PATH their modules too")

// A goldenFile is an archive: a comment that says what it pins, and these sections:
//
//	flags         lines NAME VALUE: ends, inline, interp, mem, package, prefix, snapshot, split
//	module.wat    the module's text, for the reader
//	module.wasm   the module in base64
//	functions.go  the functions made from the module's own, or
//	NAME.go ...   whole files
type goldenFile struct {
	archive *txtar.Archive
	options compiler.Options
	wasm    []byte
}

// TestGolden compares what the translator writes with the golden files.
func TestGolden(t *testing.T) {
	checker := newTypeChecker(t)
	for _, path := range goldenPaths(t) {
		t.Run(goldenName(path), func(t *testing.T) {
			if *update {
				rewriteModule(t, path)
			}
			g := loadGolden(t, path)
			out, err := compiler.Translate(g.wasm, g.options)
			require.NoError(t, err)
			requireGood(t, checker, out.Files)
			for i := range g.archive.Files {
				section := &g.archive.Files[i]
				if filepath.Ext(section.Name) != ".go" {
					continue
				}
				got := g.produce(t, section.Name, out.Files)
				if *update {
					section.Data = got
				}
				require.Equal(t, string(section.Data), string(got), "%s: if the change is wanted, run go test ./golden -update", section.Name)
			}
			if *update {
				require.NoError(t, os.WriteFile(path, txtar.Format(g.archive), 0o666))
			}
		})
	}
}

func goldenPaths(t *testing.T) []string {
	paths, err := filepath.Glob("*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

func goldenName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".txtar") }

// loadGolden reads an archive. Whatever it does not understand fails the test.
func loadGolden(t *testing.T, path string) *goldenFile {
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, bytes.TrimSpace(archive.Comment), "say what the file pins")
	name := goldenName(path)
	g := &goldenFile{archive: archive, options: compiler.Options{Name: name, Version: "v0.0.0", Input: name + ".wasm"}}
	expected := 0
	for _, f := range archive.Files {
		switch {
		case f.Name == "flags":
			g.setFlags(t, string(f.Data))
		case f.Name == "module.wat":
		case f.Name == "module.wasm":
			g.wasm, err = base64.StdEncoding.DecodeString(string(f.Data)) // which skips line ends
			require.NoError(t, err)
		case filepath.Ext(f.Name) == ".go":
			expected++
		default:
			require.Fail(t, "unknown section", f.Name)
		}
	}
	require.NotEmpty(t, g.wasm, "no section module.wasm")
	require.NotZero(t, expected, "no section with the expected output")
	return g
}

func (g *goldenFile) setFlags(t *testing.T, text string) {
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), " ")
		require.True(t, ok, line)
		switch name {
		case "ends":
			g.options.Fuel = strings.Contains(value, "fuel")
			g.options.Interruptible = strings.Contains(value, "context")
		case "inline":
			n, err := strconv.Atoi(value)
			require.NoError(t, err)
			g.options.InlineMost = n
		case "interp":
			pattern := regexp.MustCompile(value)
			g.options.Interp = func(_ uint32, name string) bool { return pattern.MatchString(name) }
		case "mem":
			g.options.Mem = value
		case "package":
			g.options.Package = value
		case "prefix":
			g.options.Prefix = value
		case "snapshot":
			g.options.Snapshot = value == "true"
		case "split":
			n, err := strconv.Atoi(value)
			require.NoError(t, err)
			g.options.SplitAt = n
		default:
			require.Fail(t, "unknown flag", line)
		}
	}
}

// produce makes the content of an output section.
func (g *goldenFile) produce(t *testing.T, section string, files []compiler.File) []byte {
	if section == "functions.go" {
		return functions(t, files)
	}
	i := slices.IndexFunc(files, func(f compiler.File) bool { return f.Name == section })
	require.GreaterOrEqual(t, i, 0, "the translator wrote no %s", section)
	return files[i].Data
}

// The comment of a function that comes from the module ends with the place of its body. Parts of a divided function have a number, and routines.
var (
	bodyPlace = regexp.MustCompile(` @0x[0-9a-f]+$`)
	bodyPart  = regexp.MustCompile(`_(part|routine)\d+$`)
)

func isFromModule(fn *ast.FuncDecl) bool {
	return bodyPart.MatchString(fn.Name.Name) || fn.Doc != nil && bodyPlace.MatchString(fn.Doc.List[0].Text)
}

// functions cuts out the functions that come from the module.
func functions(t *testing.T, files []compiler.File) []byte {
	var texts [][]byte
	for _, f := range files {
		if filepath.Ext(f.Name) != ".go" {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, f.Name, f.Data, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !isFromModule(fn) {
				continue
			}
			start := fn.Pos()
			if fn.Doc != nil {
				start = fn.Doc.Pos()
			}
			texts = append(texts, f.Data[fset.Position(start).Offset:fset.Position(fn.End()).Offset])
		}
	}
	return append(bytes.Join(texts, []byte("\n\n")), '\n')
}

// requireGood demands of generated files that they parse, that the types are right, with assembly and without, and that gofmt would not change them.
func requireGood(t *testing.T, checker *typeChecker, files []compiler.File) {
	var with, without []*ast.File
	for _, f := range files {
		if filepath.Ext(f.Name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(checker.fset, f.Name, f.Data, parser.ParseComments)
		require.NoError(t, err)
		if !strings.HasSuffix(f.Name, "_noasm.go") {
			with = append(with, file)
		}
		if !strings.HasSuffix(f.Name, "_asm.go") {
			without = append(without, file)
		}
		formatted, err := format.Source(f.Data)
		require.NoError(t, err)
		require.Equal(t, string(formatted), string(f.Data), "gofmt would change %s", f.Name)
	}
	checker.check(t, with)
	checker.check(t, without)
}

// rewriteModule brings the section module.wasm up to date with module.wat.
func rewriteModule(t *testing.T, path string) {
	wat2wasm, err := exec.LookPath("wat2wasm")
	if err != nil {
		return
	}
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	section := func(name string) int {
		return slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
	}
	text, binary := section("module.wat"), section("module.wasm")
	if text < 0 || binary < 0 || bytes.Contains(archive.Comment, []byte("wasm-as of binaryen")) { // wat2wasm does not know all
		return
	}
	out := filepath.Join(t.TempDir(), "module.wasm")
	cmd := exec.Command(wat2wasm, "--enable-all", "--debug-names", "-o", out, "-")
	cmd.Stdin = bytes.NewReader(archive.Files[text].Data)
	message, err := cmd.CombinedOutput()
	require.NoError(t, err, string(message))
	wasm, err := os.ReadFile(out)
	require.NoError(t, err)
	var lines bytes.Buffer
	for chunk := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(wasm)), 100) {
		fmt.Fprintf(&lines, "%s\n", chunk)
	}
	archive.Files[binary].Data = lines.Bytes()
	require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o666))
}

// TestDeterministic: the output depends on the module and the options alone, not on chance and not on the number of processors.
func TestDeterministic(t *testing.T) {
	modules := map[string][]byte{}
	for _, path := range goldenPaths(t) {
		modules[path] = loadGolden(t, path).wasm
	}
	err := filepath.WalkDir(filepath.Join("..", "testdata"), func(path string, d os.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".wasm" {
			modules[path], err = os.ReadFile(path)
		}
		return err
	})
	require.NoError(t, err)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for path, wasm := range modules {
		o := compiler.Options{Name: "m"}
		if filepath.Base(filepath.Dir(path)) == "moonbit" {
			o.Package, o.PackageGiven = "m", true // its _start makes no WASI command of it
		}
		var first []compiler.File
		for _, procs := range []int{1, 2, 2} {
			runtime.GOMAXPROCS(procs)
			out, err := compiler.Translate(wasm, o)
			require.NoError(t, err, path)
			if first == nil {
				first = out.Files
			}
			require.True(t, slices.EqualFunc(first, out.Files, func(a, b compiler.File) bool {
				return a.Name == b.Name && bytes.Equal(a.Data, b.Data)
			}), path)
		}
	}
}
