package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"text/template"
)

// A source is a file to make: a template for one backend.
type source struct {
	path     string
	template string

	Package string
	Type    string
	Atomic  bool   // it serves shared memories
	Faults  bool   // bytes fault once the memory is closed
	Build   string // constraint, or ""
	Why     string // Outlined serves, in a comment
	Widths  []width
	Values  []value
}

// View is the name of the type whose accesses are calls.
func (s source) View() string {
	if s.Type == "Shared" {
		return "OutlinedShared"
	}
	return "Outlined"
}

// A width is that of a number which hosts read and write, in bits.
type width int

// A value is what a load or a store of generated code moves.
type value struct{ Name, Type, What string }

// Generate returns the files by their path below mem; templates has the files *.go.tmpl.
func Generate(templates fs.FS) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, s := range sources() {
		t, err := template.ParseFS(templates, s.template)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, s); err != nil {
			return nil, err
		}
		if files[s.path], err = format.Source(b.Bytes()); err != nil {
			return nil, fmt.Errorf("%s: %w", s.path, err)
		}
	}
	return files, nil
}

func sources() []source {
	widths := []width{8, 16, 32, 64}
	values := []value{
		{"8", "uint8", "8 bits"}, {"16", "uint16", "16 bits"}, {"32", "uint32", "32 bits"}, {"64", "uint64", "64 bits"},
		{"F32", "float32", "a float"}, {"F64", "float64", "a float"},
	}
	const host, outlined = "host.go.tmpl", "outlined.go.tmpl"
	return []source{
		{path: "slice/zhost.go", template: host, Package: "slice", Type: "Memory", Widths: widths},
		{path: "slice/zhostshared.go", template: host, Package: "slice", Type: "Shared", Atomic: true, Widths: widths},
		{path: "guard/zhost.go", template: host, Package: "guard", Type: "Memory", Atomic: true, Faults: true, Widths: widths,
			Build: "(amd64 || arm64) && (linux || (darwin && !ios) || freebsd || windows)"},
		{path: "slice/zoutlined.go", template: outlined, Package: "slice", Type: "Memory", Values: values,
			Why: "In functions that the Go compiler takes for big ones that is faster, and less\n" +
				"// code: there it inlines an access, but not what the access calls."},
		{path: "slice/zoutlinedshared.go", template: outlined, Package: "slice", Type: "Shared", Atomic: true, Values: values, Widths: widths,
			Why: "See Outlined."},
		{path: "sram/zoutlined.go", template: outlined, Package: "sram", Type: "Memory", Values: values,
			Why: "They take longer, and less code: generated code has them in large\n// functions."},
	}
}
