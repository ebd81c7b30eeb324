package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// apiHeader begins every description of an API that this command writes.
const apiHeader = "# What others see of this package. wasm2go -api fails where a line no longer holds: delete it if that is meant.\n"

// describeAPI is what others see of a package: a sorted line for each exported name, with its type in Go. An interface that users implement
// has one more line, with all its methods, since a further one breaks them, and so has a struct whose fields they have to set.
func describeAPI(src []byte) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	if file.Name.Name == "main" {
		return nil, errors.New("-api: nobody imports a command")
	}
	lines := []string{"package " + file.Name.Name}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			lines = append(lines, describeFunc(d)...)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() {
					lines = append(lines, describeType(s)...)
				}
			}
		}
	}
	lines = append(lines, describeImports(file, lines)...)
	slices.Sort(lines)
	return lines, nil
}

// describeImports says of the packages that lines name where they are imported from: their types are others elsewhere.
func describeImports(file *ast.File, lines []string) (list []string) {
	text := strings.Join(lines, "\n")
	for _, spec := range file.Imports {
		from, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			panic(err) // it was parsed
		}
		name := path.Base(from)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		for _, before := range []string{" ", "(", "*", "[", "."} {
			if strings.Contains(text, before+name+".") {
				list = append(list, fmt.Sprintf("import %s %s", name, spec.Path.Value))
				break
			}
		}
	}
	return list
}

func describeFunc(d *ast.FuncDecl) []string {
	switch {
	case !d.Name.IsExported():
		return nil
	case d.Recv == nil:
		return []string{"func " + d.Name.Name + signature(d.Type)}
	}
	receiver := types.ExprString(d.Recv.List[0].Type)
	if !ast.IsExported(strings.TrimPrefix(receiver, "*")) {
		return nil
	}
	return []string{fmt.Sprintf("method (%s) %s%s", receiver, d.Name.Name, signature(d.Type))}
}

func describeType(s *ast.TypeSpec) (lines []string) {
	name := "type " + s.Name.Name
	var names []string
	switch t := s.Type.(type) {
	case *ast.InterfaceType:
		for _, m := range t.Methods.List {
			names = append(names, m.Names[0].Name)
			lines = append(lines, fmt.Sprintf("%s interface, %s%s", name, m.Names[0].Name, signature(m.Type.(*ast.FuncType))))
		}
		return append(lines, fmt.Sprintf("%s interface { %s }", name, strings.Join(slices.Sorted(slices.Values(names)), ", ")))
	case *ast.StructType:
		for _, f := range t.Fields.List {
			for _, id := range f.Names {
				if id.IsExported() {
					names = append(names, id.Name)
					lines = append(lines, fmt.Sprintf("%s struct, %s %s", name, id.Name, types.ExprString(f.Type)))
				}
			}
		}
		if len(names) == 0 {
			return []string{name + " struct"}
		}
		return append(lines, fmt.Sprintf("%s struct { %s }", name, strings.Join(slices.Sorted(slices.Values(names)), ", ")))
	}
	return []string{name + " " + types.ExprString(s.Type)}
}

// signature is a function's type without the names of its parameters and results.
func signature(t *ast.FuncType) string {
	list := func(fields *ast.FieldList) (all []string) {
		if fields == nil {
			return nil
		}
		for _, f := range fields.List {
			for range max(1, len(f.Names)) {
				all = append(all, types.ExprString(f.Type))
			}
		}
		return all
	}
	text := "(" + strings.Join(list(t.Params), ", ") + ")"
	switch results := list(t.Results); len(results) {
	case 0:
		return text
	case 1:
		return text + " " + results[0]
	default:
		return text + " (" + strings.Join(results, ", ") + ")"
	}
}

// An apiFile is the description of an API, as it is and as it is to be. Nil stands for none.
type apiFile struct {
	path     string
	old, new []byte // old is nil where there is none
}

// openAPI is nil without -api.
func (f *translateFlags) openAPI(files []outputFile, s streams) (*apiFile, error) {
	if f.shape.api == "" {
		return nil, nil
	}
	s.bar.end() // it may be the same terminal
	say := s.out
	if f.out == "-" {
		say = s.err
	}
	return newAPIFile(f.shape.api, files[0].data, say)
}

// newAPIFile describes the API of the package of which src is the first file, and reads what was promised of it. Where a line does not hold
// any more it says so and fails.
func newAPIFile(path string, src []byte, say io.Writer) (*apiFile, error) {
	lines, err := describeAPI(src)
	if err != nil {
		return nil, err
	}
	f := &apiFile{path: path, new: []byte(apiHeader + strings.Join(lines, "\n") + "\n")}
	if f.old, err = os.ReadFile(path); errors.Is(err, fs.ErrNotExist) {
		return f, nil
	} else if err != nil {
		return nil, err
	}
	if len(f.old) > 0 && !bytes.HasPrefix(f.old, []byte("# What others see of ")) {
		return nil, fmt.Errorf("%s exists and was not written by wasm2go: remove it, or choose another -api", path)
	}
	broken := 0
	for text := range strings.Lines(string(f.old)) {
		text = strings.TrimSpace(text)
		if text != "" && text[0] != '#' && !slices.Contains(lines, text) {
			line(say, "broken %s: %s", path, text)
			broken++
		}
	}
	if broken > 0 {
		return nil, fmt.Errorf("users of the package would break: of %s %s no longer hold: delete them there if that is meant", path, count(broken, "line"))
	}
	return f, nil
}

// check reports, like that of the output, what would change.
func (f *apiFile) check(w io.Writer) error {
	switch {
	case f == nil:
		return nil
	case f.old == nil:
		line(w, "missing %s", f.path)
	case bytes.Equal(f.old, f.new):
		return nil
	default:
		line(w, "differs %s", f.path)
	}
	return fmt.Errorf("%s is not up to date", f.path)
}

// write replaces the file, unless it says the same.
func (f *apiFile) write() error {
	if f == nil || bytes.Equal(f.old, f.new) {
		return nil
	}
	return replaceFile(f.path, f.new)
}
