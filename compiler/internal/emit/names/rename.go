package names

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A key is something that has a name in the API, and may be renamed.
type key struct{ kind, module, name string }

func exportKey(e *wasm.Export) key { return key{kind: "export", name: e.Name} }
func importKey(i *wasm.Import) key { return key{"import", i.Module, i.Name} }
func moduleKey(name string) key    { return key{kind: "module", name: name} }

// text is what users call it: add, env.log, env.
func (k key) text() string {
	if k.kind == "import" {
		return k.module + "." + k.name
	}
	return k.name
}

// full is the same where that could be something else, too.
func (k key) full() string { return k.kind + ":" + k.text() }

// renamed are the Go names that the user gives.
type renamed map[key]string

// findRenamed finds out what the old names mean, in their order, so that the first error is always the same.
func findRenamed(m *wasm.Module, o Options) (renamed, error) {
	r := renamed{}
	if len(o.Rename) == 0 {
		return r, nil
	}
	keys := keysOf(m)
	for _, old := range slices.Sorted(maps.Keys(o.Rename)) {
		k, err := find(keys, old)
		if err != nil {
			return nil, err
		}
		name := o.Rename[old]
		if !token.IsIdentifier(name) || !token.IsExported(name) {
			return nil, fmt.Errorf("%q is to be called %q, which is no exported identifier of Go", old, name)
		}
		if o.Command && k.kind == "import" {
			return nil, fmt.Errorf("%q cannot be renamed: what a command imports is called as package wasitarget has it", old)
		}
		if before, ok := r[k]; ok {
			return nil, fmt.Errorf("%q is to be called %s and %s", k.full(), before, name)
		}
		r[k] = name
	}
	return r, nil
}

// keysOf lists all that can be renamed, each once: exports first, then imports, then modules.
func keysOf(m *wasm.Module) (keys []key) {
	for i := range m.Exports {
		keys = append(keys, exportKey(&m.Exports[i]))
	}
	seen := map[key]bool{}
	add := func(k key) {
		if !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	for i := range m.Imports {
		add(importKey(&m.Imports[i]))
	}
	for i := range m.Imports {
		add(moduleKey(m.Imports[i].Module))
	}
	return keys
}

// find finds what a text means.
func find(keys []key, text string) (key, error) {
	var found []key
	for _, k := range keys {
		if text == k.text() || text == k.full() {
			found = append(found, k)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return key{}, fmt.Errorf("%q may be %s", text, quoted(found, " or ", key.full))
	}
	if near := nearest(keys, text); len(near) > 0 {
		return key{}, fmt.Errorf("there is no export or import %q, but %s", text, quoted(near, ", ", key.text))
	}
	return key{}, fmt.Errorf("there is no export or import %q", text)
}

func quoted(keys []key, between string, text func(key) string) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = gotext.Quote(text(k))
	}
	return strings.Join(parts, between)
}

// nearest are up to three keys that a user may have meant: a third of the letters may be wrong, and their case does not count.
func nearest(keys []key, text string) []key {
	const most = 3
	type candidate struct {
		key
		distance int
	}
	var list []candidate
	for _, k := range keys {
		names := []string{k.text(), k.name} // the module is easily forgotten
		for _, name := range names {
			if d := distance(strings.ToLower(name), strings.ToLower(text)); d <= max(1, len(text)/3) {
				list = append(list, candidate{k, d})
				break
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return a.distance - b.distance })
	var near []key
	for _, c := range list[:min(most, len(list))] {
		near = append(near, c.key)
	}
	return near
}

// distance is how many letters have to be put in, taken out or changed to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// A wish is for an identifier. The user insists on one that is given.
type wish struct {
	key
	id    string
	given bool
}

func (r renamed) wish(k key) wish {
	if id, ok := r[k]; ok {
		return wish{k, id, true}
	}
	return wish{k, Exported(k.name), false}
}

// grant gives every wish an identifier of its own, see all. One that the user gives to something must be free, and nobody else may want it:
// else that would get a name that nobody asked for.
func (s *scope) grant(wishes []wish) ([]string, error) {
	first := map[string]wish{}
	want := make([]string, len(wishes))
	for i, w := range wishes {
		want[i] = w.id
		if w.given && !s.free(w.id) {
			return nil, fmt.Errorf("%q cannot be called %s: that means something else", w.full(), w.id)
		}
		before, taken := first[w.id]
		switch {
		case !taken:
			first[w.id] = w
		case (w.given || before.given) && before.key != w.key:
			return nil, fmt.Errorf("%q and %q would both be called %s", before.full(), w.full(), w.id)
		}
	}
	return s.all(want, s.counted()), nil
}
