package use

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"testing"

	"example.com/use/mixed"
	"example.com/use/wide"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// arguments are values for a function: those that are easily mixed up are different.
func arguments(f *rt.Func) (list []any) {
	for i, t := range f.Sig.Type().Params() {
		switch t.GoType().String() {
		case "int32":
			list = append(list, int32(-i))
		case "int64":
			list = append(list, int64(i)<<33)
		case "float32":
			list = append(list, float32(i)+0.5)
		case "float64":
			list = append(list, float64(i)+0.25)
		case "*rt.Func":
			list = append(list, []*rt.Func{nil, f}[i/6%2])
		default:
			list = append(list, []any{nil, i}[i/6%2])
		}
	}
	return list
}

// check calls a function that returns its arguments.
func check(t *testing.T, what string, v any) {
	t.Helper()
	f := v.(*rt.Func)
	want := arguments(f)
	got, err := f.Call(want...)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, %v", what, got, err)
	}
}

// TestWide: each engine calls the function of each peer.
func TestWide(t *testing.T) {
	file, err := os.ReadFile("wide.wasm")
	if err != nil {
		t.Fatal(err)
	}
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	engines := map[string]func(peer any) (rt.Instance, error){
		"translated": func(peer any) (rt.Instance, error) { return wide.Link(rt.Store{"env": rt.Module{"peer": peer}}) },
		"mixed":      func(peer any) (rt.Instance, error) { return mixed.Link(rt.Store{"env": rt.Module{"peer": peer}}) },
		"interpreted": func(peer any) (rt.Instance, error) {
			return module.Instantiate(context.Background(), rt.Store{"env": rt.Module{"peer": peer}})
		},
		"typed host": func(any) (rt.Instance, error) { return wide.New(wide.Imports{Env: host{}}) },
	}
	peers := map[string]any{"a Go function": host{}.Peer}
	for name, open := range engines {
		m, err := open(host{}.Peer)
		if err != nil {
			t.Fatal(name, err)
		}
		peers[name], _ = m.Export("wide")
	}
	sig := peers["translated"].(*rt.Func).Sig.Type().String()
	peers["slots"], err = rt.NewRefFunc("slots", sig, func([]uint64, []rt.Ref) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for peerName, peer := range peers {
		if f, ok := peer.(*rt.Func); ok {
			check(t, peerName, f)
		}
		for name, open := range engines {
			m, err := open(peer)
			if err != nil {
				t.Fatal(name, peerName, err)
			}
			for _, export := range m.Exports() {
				f, _ := m.Export(export)
				check(t, fmt.Sprint(name, " with ", peerName, ": ", export), f)
			}
		}
	}
}

// TestInterpreted: the ways to call an interpreted function.
func TestInterpreted(t *testing.T) {
	file, _ := os.ReadFile("wide.wasm")
	module, err := interp.Compile(file, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := module.Instantiate(context.Background(), rt.Store{"env": rt.Module{"peer": host{}.Peer}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Func("imported")
	if err != nil {
		t.Fatal(err)
	}
	export, _ := m.Export("imported")
	want := arguments(export.(*rt.Func))
	got, err := f.Call(context.Background(), want...)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Error(got, err)
	}
	typed, err := interp.Typed[wideFunc](f)
	if err != nil {
		t.Fatal(err)
	}
	in := make([]reflect.Value, len(want))
	for i, v := range want {
		if in[i] = reflect.ValueOf(v); v == nil {
			in[i] = reflect.Zero(reflect.TypeFor[any]())
		}
	}
	out := reflect.ValueOf(typed).Call(in)
	for i, v := range want {
		if !reflect.DeepEqual(out[i].Interface(), v) {
			t.Error(i, out[i], v)
		}
	}
}
