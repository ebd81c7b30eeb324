package compiler_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// declared lists the module's functions in the output; those that only trap with a star, exported ones not at all.
func declared(files []compiler.File) (list []string) {
	for _, m := range regexp.MustCompile(`(?s)\nfunc ([a-z]\w*)\(m \*Instance.*?\n}\n`).FindAllSubmatch(files[0].Data, -1) {
		switch name := string(m[1]); {
		case strings.HasPrefix(name, "x_"):
		case bytes.HasSuffix(m[0], []byte("{\n\tpanic(rt.Unreachable)\n}\n")):
			list = append(list, name+"*")
		default:
			list = append(list, name)
		}
	}
	return list
}

// TestPrune: what is left of a module is what the kept exports reach, by calls, by tables, segments, globals and references.
func TestPrune(t *testing.T) {
	file := testModule(t, "prune")
	for keep, want := range map[string]string{
		"text":        "",
		"deep":        "fall",
		"fall":        "fall",
		"both":        "env_listed twice* sum nothing*",
		"call":        "env_used env_listed twice sum* nothing*",
		"call|both":   "env_used env_listed twice sum nothing*",
		"call|fill":   "env_used env_listed twice sum* nothing* late named",
		"call|handle": "env_used env_listed twice sum* nothing* handled",
		"handle":      "env_listed twice* sum* nothing* handled",
		"drop_unused": "env_unused env_listed twice* sum* nothing* gone2 gone3*",
		"":            "env_used env_unused env_listed other_unused twice sum nothing late named handled gone1 gone2 gone3 gone4 fall",
	} {
		o := compiler.Options{Name: "m"}
		if keep != "" {
			o.Export = regexp.MustCompile("^(" + keep + ")$").MatchString
		}
		files := translate(t, file, o)
		require.Equal(t, strings.Fields(want), append([]string{}, declared(files)...), keep)
		text := string(files[0].Data)
		require.Equal(t, strings.Contains(want, "env_"), regexp.MustCompile(`\n\tEnv +Env\n`).MatchString(text), keep)
		for _, name := range []string{"Memory", "Base"} {
			require.Contains(t, text, "\nfunc (m *Instance) "+name+"() ")
		}
		for method, name := range map[string]string{"Call": "call", "Fill": "fill", "DropUnused": "drop_unused", "Deep": "deep"} {
			require.Equal(t, keep == "" || o.Export(name), strings.Contains(text, "\nfunc (m *Instance) "+method+"("), "%s for %s", name, keep)
		}
	}
	_, err := compiler.Translate(file, compiler.Options{Name: "m", Export: func(name string) bool { return name == "memory" }})
	require.EqualError(t, err, "option Export: no exported function or table has such a name")
}

// TestPruned runs what is left: a table has its traps still, and a call stack the indices and offsets of the whole module, also where the
// interpreter runs some of it and where the module is several packages.
func TestPruned(t *testing.T) {
	file := testModule(t, "prune")
	m := newGoModule(t)
	m.add(t, "all", translate(t, file, compiler.Options{Name: "all"}))
	for name, o := range map[string]compiler.Options{
		"whole":   {},
		"divided": {PackageSize: 1},
		"mixed":   {Interp: func(i uint32, _ string) bool { return i%2 == 0 }},
		"left":    {Interp: func(i uint32, _ string) bool { return i%2 == 1 }},
	} {
		o.Name, o.Package, o.ImportPath = "m", "m", "example.com/use/"+name
		o.Export = regexp.MustCompile("^(call|fill|handle|deep)$").MatchString
		m.add(t, name, translate(t, file, o))
		m.write(t, name+"/m_test.go", []byte(prunedUse))
	}
	m.run(t, "go", "vet", "./...")
	m.run(t, "go", "test", "./...")
}

const prunedUse = `package m

import (
	"errors"
	"fmt"
	"testing"

	"example.com/use/all"

	"github.com/wasm2go/wasm2go/rt"
)

type host struct{}

func (host) Used(v int32) (int32, error)   { return v + 1000, nil }
func (host) Unused(v int32) (int32, error) { return 0, nil }
func (host) Listed(v int32) (int32, error) { return -v, nil }

type other struct{}

func (other) Unused() error { return nil }

type library interface {
	Call(f, v int32) (int32, error)
	Fill() error
	Handle() error
	Deep(v int32) (int32, error)
	Base() *int32
}

func transcript(l library) (text string) {
	all := func() {
		for f := range int32(10) {
			v, err := l.Call(f, 5)
			text += fmt.Sprintln(f, v, err)
		}
	}
	all()
	text += fmt.Sprintln(l.Fill(), l.Handle())
	*l.Base() = 33
	all()
	_, err := l.Deep(4)
	var trap *rt.Trap
	errors.As(err, &trap)
	return text + fmt.Sprint(trap.Kind, trap.Stack[0], trap.Stack[len(trap.Stack)-1]) // between them may be calls that were unrolled
}

func Test(t *testing.T) {
	whole, err := all.New(all.Imports{Env: host{}, Other: other{}})
	if err != nil {
		t.Fatal(err)
	}
	pruned, err := New(Imports{Env: host{}})
	if err != nil {
		t.Fatal(err)
	}
	linked, err := Link(rt.Store{"env": rt.Module{
		"used": rt.MustFunc("used", host{}.Used), "listed": rt.MustFunc("listed", host{}.Listed),
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := transcript(whole)
	for _, l := range []library{pruned, linked} {
		if got := transcript(l); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
`
