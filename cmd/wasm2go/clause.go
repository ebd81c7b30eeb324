package main

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/decode"
)

// A clause is the package clause of a Go file.
type clause struct {
	file string // its path
	name string // of the package
}

// clauses are those of the Go files in a directory that go build may take for parts of its package on some platform; counts says which
// files to look at. Those of tests come last.
func clauses(dir string, counts func(name string) bool) []clause {
	entries, _ := os.ReadDir(dir) // what cannot be read has no package
	var code, tests []clause
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".") || !counts(name) {
			continue
		}
		c := clause{file: filepath.Join(dir, name)}
		if c.name = packageOf(c.file, nil); c.name == "" {
			continue
		}
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, c)
		} else {
			code = append(code, c)
		}
	}
	return append(code, tests...)
}

// fits tells whether a file can be of a package. A test may be of one beside it.
func (c clause) fits(pkg string) bool {
	return c.name == pkg || c.isTest() && c.name == pkg+"_test"
}

func (c clause) isTest() bool { return strings.HasSuffix(c.file, "_test.go") }

// pkg is the package that a file asks for.
func (c clause) pkg() string {
	if c.isTest() {
		return strings.TrimSuffix(c.name, "_test")
	}
	return c.name
}

// packageOf is the name in the package clause of a file, of its own content where src is nil; "" where go build leaves the file out, or
// cannot read it.
func packageOf(file string, src any) string {
	f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil || f.Name.Name == "documentation" || leftOut(f) {
		return ""
	}
	return f.Name.Name
}

// leftOut tells whether a file's build constraint holds on no platform, as that of ignored files and of tools does.
func leftOut(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if x, err := constraint.Parse(c.Text); err == nil && c.Pos() < f.Package {
				holds, _ := possible(x)
				return !holds
			}
		}
	}
	return false
}

// possible tells whether a constraint may hold, and whether it may not. Tags that the go command does not set by itself are not set.
func possible(x constraint.Expr) (holds, fails bool) {
	switch x := x.(type) {
	case *constraint.NotExpr:
		holds, fails = possible(x.X)
		return fails, holds
	case *constraint.AndExpr:
		h1, f1 := possible(x.X)
		h2, f2 := possible(x.Y)
		return h1 && h2, f1 || f2
	case *constraint.OrExpr:
		h1, f1 := possible(x.X)
		h2, f2 := possible(x.Y)
		return h1 || h2, f1 && f2
	case *constraint.TagExpr:
		return goTag.MatchString(x.Tag), true
	}
	return true, true
}

// goTag describes the tags that the go command sets: systems, processors and their features, compilers, releases, and what comes with flags.
var goTag = regexp.MustCompile(`^(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos|` +
	`unix|(386|amd64|arm|arm64|loong64|mips|mipsle|mips64|mips64le|ppc64|ppc64le|riscv64|s390x|sparc64|wasm)(\..+)?|` +
	`cgo|gc|gccgo|race|msan|asan|go1(\.\d+)?|goexperiment\..+)$`)

// choosePackage is the package that a module becomes a part of in a directory: what the user says or the other Go files there, which must
// agree; "" where neither says anything.
func (f *translateFlags) choosePackage(o *output, module []byte) (string, error) {
	s, err := o.survey()
	if err != nil {
		return "", err
	}
	stays := clauses(o.dir, func(name string) bool {
		own := ownFile{path: name}
		for _, f := range s.files {
			if f.path == name {
				own = f
			}
		}
		return own.header == "" || !o.owns(s, own)
	})
	if len(stays) == 0 {
		return f.pkg, nil
	}
	m, err := decode.Decode(module)
	if err != nil {
		return f.pkg, nil // the translator says what is wrong
	}
	pkg := f.pkg
	command := compiler.IsCommand(m) && (pkg == "" || pkg == "main")
	switch {
	case pkg == "" && command:
		pkg = "main"
	case pkg == "":
		pkg = stays[0].pkg()
	}
	for _, c := range stays {
		switch {
		case c.fits(pkg):
		case f.pkg != "":
			return "", fmt.Errorf("-pkg %s: %s is of package %s: let -pkg say that, or choose another -o", pkg, c.file, c.name)
		case command:
			return "", fmt.Errorf("a WASI command is a package main, and %s is of package %s: choose another -o, or let -pkg %s make a library of it",
				c.file, c.name, c.pkg())
		default:
			return "", fmt.Errorf("%s is of package %s, and %s of package %s: choose another -o", stays[0].file, stays[0].name, c.file, c.name)
		}
		if command && pkg == "main" && declaresMain(c.file) {
			return "", fmt.Errorf("a WASI command has a function main, and so has %s: choose another -o, or let -pkg make a library of it", c.file)
		}
	}
	return pkg, nil
}

// directoryPackage is the package that the directory's import path suggests, as Go's convention is; "" where there is no path or -o named no
// directory.
func (f *translateFlags) directoryPackage(loc location) string {
	if f.out == "" || !loc.found {
		return ""
	}
	last := path.Base(loc.root)
	if majorVersion.MatchString(last) {
		last = path.Base(path.Dir(loc.root))
	}
	return packageName(last)
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// declaresMain tells whether a Go file has a function main.
func declaresMain(file string) bool {
	if strings.HasSuffix(file, "_test.go") {
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "main" {
			return true
		}
	}
	return false
}

// clash refuses to put files into the directory of another package, as copies of the runtime may be.
func (o *output) clash(stale []string) error {
	seen, goes := map[string]bool{}, map[string]bool{}
	for _, p := range stale {
		goes[p] = true
	}
	for _, f := range o.files {
		dir := path.Dir(f.path)
		if seen[dir] || path.Ext(f.path) != ".go" {
			continue
		}
		seen[dir] = true
		pkg := packageOf(f.path, f.data)
		if pkg == "" { // only some builds have it, for which -tags asks
			continue
		}
		for _, c := range clauses(o.full(dir), func(name string) bool { p := path.Join(dir, name); return !o.has(p) && !goes[p] }) {
			if !c.fits(pkg) {
				return fmt.Errorf("%s is of package %s, and %s of package %s: choose another -o", o.full(f.path), pkg, c.file, c.name)
			}
		}
	}
	return nil
}
