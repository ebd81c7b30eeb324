package diff

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/tetratelabs/wazero"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/diff/random"
	"github.com/wasm2go/wasm2go/golden/diff/translated"
	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// A module is one under test.
type module struct {
	name    string
	wasm    []byte
	plain   []byte  // the same without what foreign engines lack
	next    *module // the one behind it in a group
	large   bool    // has what only V8 knows of the foreign engines
	vectors bool    // has vectors: V8 is asked, too
	relaxed bool    // has instructions of which foreign engines may make something else
	refs    bool    // has objects: references are shown, and only V8 knows them
	run     trial.Script
	fuel    bool // is compared by fuel, too: with metered interpreters only

	offChips  bool                    // takes too much memory, or too long, on chips
	translate func(*compiler.Options) // changes how it is translated
}

// An engine runs modules in this process, or near.
type engine struct {
	name  string
	run   func(m *module) ([]string, error)
	vague func(line string) string // leaves out what the engine cannot tell
	wrong bool                     // it has bugs: what it does differently is no error of others
}

// engines are all to run a module on.
func (m *module) engines(t testing.TB) []engine {
	if m.fuel {
		return meteredInterpreters
	}
	all := m.foreign(t)
	if !m.offChips {
		all = append(all, chipInterpreters...)
	}
	return append(all, interpreters...)
}

// foreign are the engines to compare with. The first one is right.
func (m *module) foreign(t testing.TB) []engine {
	if m.relaxed {
		return nil
	}
	var onV8 []engine
	if m.large || m.refs || m.vectors {
		if v := theV8(t); v != nil {
			onV8 = []engine{{"V8", func(m *module) ([]string, error) { return v.run(m) }, likeV8, false}}
		}
	}
	if m.large || m.refs {
		return onV8
	}
	on := func(config wazero.RuntimeConfig) func(m *module) ([]string, error) {
		return func(m *module) ([]string, error) { return onWazero(config, m) }
	}
	return append([]engine{
		{"wazero's interpreter", on(wazeroInterpreter), nil, false},
		{"wazero's compiler", on(wazeroCompiler), nil, true},
	}, onV8...)
}

// theV8 starts V8 once. Without a node that knows large modules they are only compared with each other.
func theV8(t testing.TB) *v8 {
	v, err := startOnce()
	if err != nil {
		missingV8.Do(func() {
			t.Log("several memories and 64-bit ones are not compared with V8, install node 24 or later: ", err)
		})
		return nil
	}
	return v
}

var missingV8 sync.Once

var startOnce = sync.OnceValues(func() (*v8, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return nil, err
	}
	v, err := startV8()
	if err != nil {
		return nil, err
	}
	for seed := range uint64(20) {
		a, err := v.ask(v8Request{Op: "compile", Wasm: random.Module(seed, random.Features{Large: true, Plain: true})})
		if err == nil && a.Error != "" {
			err = fmt.Errorf("node %s: %s", nodeVersion(), a.Error)
		}
		if err != nil {
			return nil, err
		}
	}
	return v, nil
})

// features are those of the modules of a seed.
func features(seed uint64) random.Features {
	return random.Features{Large: seed%3 == 0, Bytes: seed%5 == 0}
}

// generated makes the module of a seed with this project's generator.
func generated(seed uint64) module {
	f := features(seed)
	wasm := random.Module(seed, f)
	f.Plain = true
	return module{
		name: "g" + strconv.FormatUint(seed, 10), wasm: wasm, plain: random.Module(seed, f), large: f.Large, run: translated.Random,
		translate: func(o *compiler.Options) { variant(seed, o) },
	}
}

// generatedPair makes the pair of modules of a seed.
func generatedPair(seed uint64) module {
	f := features(seed)
	wasm1, wasm2 := random.Pair(seed, f)
	f.Plain = true
	plain1, plain2 := random.Pair(seed, f)
	name := "p" + strconv.FormatUint(seed, 10)
	translate := func(o *compiler.Options) { variant(seed, o) }
	second := &module{name: name + "second", wasm: wasm2, plain: plain2, translate: translate}
	return module{name: name, wasm: wasm1, plain: plain1, next: second, large: f.Large, run: translated.Random, translate: translate}
}

// variant chooses ways to translate that otherwise only large functions and modules go.
func variant(seed uint64, o *compiler.Options) {
	switch seed % 8 {
	case 0, 1:
		o.SplitAt = 60
	case 2, 3:
		o.Interp = func(i uint32, _ string) bool { return (seed>>3+uint64(i))%3 == 0 }
	case 4:
		o.PackageSize = 8000
	case 5:
		o.SplitAt = 60
		o.Interp = func(i uint32, _ string) bool { return i%2 == 0 }
	case 6:
		o.InlineMost = 3
	}
}

// agree compares what all engines make of a module with what the first one does that takes it. It returns the transcript of the last.
func agree(t testing.TB, m *module, engines []engine) (got []string) {
	t.Helper()
	var d difference
	var first *engine
	for i, e := range engines {
		var err error
		if got, err = e.run(m); errors.Is(err, errMixed) {
			t.Logf("%s: %v", m.name, err)
			continue
		} else if err != nil {
			t.Errorf("%s on %s: %v", m.save(t), e.name, err)
			continue
		}
		if first == nil {
			first = &engines[i]
			d.other, d.want = e.name, got
			continue
		}
		d.name, d.got = e.name, got
		d.tells = func(line string) string { return e.tells(first.tells(line)) }
		if text := m.describe(t, d); text != "" && e.wrong {
			t.Log("known to be wrong: ", text)
		} else if text != "" {
			t.Error(text)
		}
	}
	return got
}

// tells is what the engine can tell of a line.
func (e *engine) tells(line string) string {
	if e.vague != nil {
		return e.vague(line)
	}
	return line
}

// A difference is between the transcripts of two engines.
type difference struct {
	name  string
	got   []string
	other string
	want  []string
	tells func(line string) string // what both can tell
}

// first returns the first line that differs, or -1.
func (d *difference) first() int {
	for i := range max(len(d.got), len(d.want)) {
		if d.tells(at(d.got, i)) != d.tells(at(d.want, i)) {
			return i
		}
	}
	return -1
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// describe describes a difference, and saves the module. It returns "" where there is none.
func (m *module) describe(t testing.TB, d difference) string {
	i := d.first()
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("%s, line %d of %d:\n  %s\n    %s\n  %s\n    %s", m.save(t), i, len(d.want), d.name, at(d.got, i), d.other, at(d.want, i))
}

// save writes the module to files, and returns the name of the first.
func (m *module) save(t testing.TB) string {
	file := filepath.Join(os.TempDir(), "wasm2go-"+m.name)
	must(t, os.WriteFile(file+".wasm", m.wasm, 0o666))
	must(t, os.WriteFile(file+"-plain.wasm", m.plain, 0o666))
	if m.next != nil {
		m.next.save(t)
	}
	return file + ".wasm"
}

// TestEngines compares the interpreter with foreign engines on modules of package random.
func TestEngines(t *testing.T) {
	first, count := seeds(t, 60)
	calls := 0
	for seed := first; seed < first+count; seed++ {
		m := generated(seed)
		calls += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d modules, %d calls and logs", count, calls)
}

// TestEnginePairs does so on pairs of modules.
func TestEnginePairs(t *testing.T) {
	first, count := seeds(t, 30)
	calls := 0
	for seed := first; seed < first+count; seed++ {
		m := generatedPair(seed)
		calls += len(agree(t, &m, m.engines(t)))
	}
	t.Logf("%d modules, %d calls and logs", 2*count, calls)
}

// FuzzEngines is TestEngines for go test -fuzz.
func FuzzEngines(f *testing.F) {
	for seed := range uint64(5) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		m := generated(seed)
		agree(t, &m, m.engines(t))
	})
}

// seeds are those that DIFF_SEEDS=FIRST:COUNT asks for, else the first ones.
func seeds(t *testing.T, most uint64) (first, count uint64) {
	first, count = 1, most
	if testing.Short() {
		count /= 3
	}
	if s := os.Getenv("DIFF_SEEDS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d:%d", &first, &count); err != nil {
			t.Fatalf("DIFF_SEEDS=%s: %v", s, err)
		}
	}
	return first, count
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
