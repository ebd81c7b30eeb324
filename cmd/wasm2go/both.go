package main

import (
	"bytes"
	"fmt"
	"path"
	"text/template"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/decode"
)

// translatedPackage is the package of the translated module in the program that runs it and the interpreter side by side.
const translatedPackage = "translated"

// setBoth makes the translated module a package of its own.
func setBoth(o *compiler.Options) {
	o.Package, o.PackageGiven, o.Parts = translatedPackage, true, true
	o.ImportPath += "/" + translatedPackage
}

// both makes the program of the translated module's files.
func (f *runFlags) both(translated []outputFile, module string, file []byte) ([]outputFile, error) {
	m, err := decode.Decode(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", module, err)
	}
	if !compiler.IsCommand(m) {
		return nil, notCommand(module)
	}
	if err := compiler.CheckCommand(m); err != nil {
		return nil, fmt.Errorf("%s: %w", module, err)
	}
	if m.ImportedMemories > 0 {
		return nil, fmt.Errorf("%s: -engine both compares what one thread does, and this program may have several: use -engine go or interp", module)
	}
	files := []outputFile{{"module.wasm", file}}
	for _, t := range translated {
		files = append(files, outputFile{path.Join(translatedPackage, t.path), t.data})
	}
	values := map[string]any{"Root": programModule, "Name": fileName(baseName(module)), "Mem": interpBackends[f.backend.Name].variable, "CanonicalNaN": f.nan.canonical}
	return append(files,
		outputFile{"main.go", execTemplate(bothMain, values)},
		outputFile{translatedPackage + "/open.go", execTemplate(bothOpen, values)}), nil
}

func execTemplate(text string, values map[string]any) []byte {
	var b bytes.Buffer
	if err := template.Must(template.New("").Parse(text)).Execute(&b, values); err != nil {
		panic(err) // the text is a constant
	}
	return b.Bytes()
}

const bothMain = `package main

import (
	_ "embed"

	"{{.Root}}/compiler/interp"
	"{{.Root}}/compiler/lockstep"
	"{{.Root}}/translated"
	"{{.Root}}/wasitarget"
)

//go:embed module.wasm
var file []byte

func main() {
	wasitarget.Main(func(sys *wasitarget.System) error {
		c := lockstep.Command{
			File: file, Name: {{printf "%q" .Name}}, Host: sys, Call: "_start", Mem: interp.{{.Mem}},
			Link: translated.Open, Parts: translated.Parts, Opts: wasitarget.Options(sys), CanonicalNaN: {{.CanonicalNaN}},
		}
		return c.Run()
	})
}
`

const bothOpen = `package translated

import (
	"{{.Root}}/compiler/interp"
	"{{.Root}}/rt"
)

func Open(r rt.Resolver, opts ...rt.Option) (rt.Instance, error) { return Link(r, opts...) }

func Parts(m rt.Instance) interp.Parts { return m.(*Instance).parts() }
`
