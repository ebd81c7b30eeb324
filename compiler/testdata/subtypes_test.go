package use

import (
	"context"
	_ "embed"
	"errors"
	"testing"

	"example.com/use/exporter"
	"example.com/use/importer"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

//go:embed exporter.wasm
var exporterFile []byte

//go:embed importer.wasm
var importerFile []byte

func interpreted(t *testing.T, file []byte, r rt.Resolver) (rt.Instance, error) {
	m, err := interp.Compile(file, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m.Instantiate(context.Background(), r)
}

func export(m rt.Instance, name string) any {
	v, ok := m.Export(name)
	if !ok {
		panic(name)
	}
	return v
}

// call returns the result, or the error.
func call(m rt.Instance, name string, args ...any) any {
	results, err := export(m, name).(*rt.Func).Call(args...)
	if err != nil {
		return err
	}
	return results[0]
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	err, isErr := got.(error)
	if trap, wantsErr := want.(error); isErr && wantsErr && errors.Is(err, trap) {
		return
	}
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestSubtypes links every engine with every engine.
func TestSubtypes(t *testing.T) {
	translated, err := exporter.New()
	if err != nil {
		t.Fatal(err)
	}
	inPlace, err := interpreted(t, exporterFile, nil)
	if err != nil {
		t.Fatal(err)
	}
	exporters := map[string]rt.Instance{"translated": translated, "interpreted": inPlace}
	importers := map[string]func(r rt.Resolver) (rt.Instance, error){
		"translated":  func(r rt.Resolver) (rt.Instance, error) { return importer.Link(r) },
		"interpreted": func(r rt.Resolver) (rt.Instance, error) { return interpreted(t, importerFile, r) },
	}
	for from, e := range exporters {
		for to, link := range importers {
			t.Run(from+", "+to, func(t *testing.T) { run(t, e, link) })
		}
	}
}

func run(t *testing.T, e rt.Instance, link func(r rt.Resolver) (rt.Instance, error)) {
	with := func(name string) (rt.Instance, error) {
		return link(rt.Store{"env": rt.Module{"f": export(e, name), "table": export(e, "table")}})
	}
	for k, name := range []string{"open", "under", "final"} {
		m, err := with(name)
		if err != nil {
			t.Fatal(name, err)
		}
		want(t, name, call(m, "call", int32(10)), int32(10+k))
		for i, result := range []any{int32(10), int32(11), int32(12), rt.IndirectCallType, rt.IndirectCallType} {
			want(t, "indirect", call(m, "indirect", int32(10), int32(i)), result)
		}
		want(t, "a function of the instance, as of its supertype", call(m, "down", int32(1_000_000)), int32(7))
		want(t, "a function that only looks like it", call(m, "down", int32(-1)), rt.IndirectCallType)
		want(t, "a function as of its own type", call(m, "other", int32(1_000_000)), int32(8))
	}
	for name, text := range map[string]string{
		"plain":   "(i32) i32",
		"grouped": "(i32) i32 = rec.0 of sub func (i32) i32, func (i32) i32",
	} {
		_, err := with(name)
		var no *rt.LinkError
		if !errors.As(err, &no) {
			t.Fatal(name, err)
		}
		want(t, name, no.Got, "func "+text)
		want(t, name, no.Want, "func (i32) i32 = sub func (i32) i32")
	}
}
