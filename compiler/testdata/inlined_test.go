package use

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	cpp "example.com/use/inlined_cpp/lines"
	cppmixed "example.com/use/inlined_cppmixed/lines"
	cppparts "example.com/use/inlined_cppparts/lines"
	rs "example.com/use/inlined_rs/lines"
	rsmixed "example.com/use/inlined_rsmixed/lines"
	rsparts "example.com/use/inlined_rsparts/lines"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// opener makes an instance of a package that imports nothing.
func opener[T instance](make func(...rt.Option) (T, error)) func() instance {
	return func() instance { return must(make()) }
}

// inInterpreter makes an instance of a module.
func inInterpreter(name string) func() instance {
	return func() instance {
		file := must(os.ReadFile("testdata/" + name + ".wasm"))
		m := must(interp.Compile(file, interp.Options{Describe: debuginfo.Frames(file, debuginfo.Options{})}))
		return must(m.Instantiate(context.Background(), rt.Store{}))
	}
}

var inlinedEngines = map[string][]func() instance{
	"rs":  {opener(rs.New), opener(rsmixed.New), opener(rsparts.New), inInterpreter("inlined_rs")},
	"cpp": {opener(cpp.New), opener(cppmixed.New), opener(cppparts.New), inInterpreter("inlined_cpp")},
}

// inlinedTests are exports with arguments, and the stack, innermost first: the function, the file, and a mark or a line, behind it a + for a call
// that was inlined.
var inlinedTests = []struct {
	source, export string
	args           []any
	kind           rt.TrapKind
	trapped        string // the Wasm function
	stack          []string
}{
	{"rs", "cell", []any{int32(0), int32(1 << 20)}, rt.OutOfBoundsMemory, "cell", []string{
		"core::ptr::read mod.rs:1151+", "core::ptr::const_ptr::<impl *const T>::read const_ptr.rs:1152+",
		"inlined::grid::Grid::cell inlined.rs cell:1+", "cell inlined.rs cell:0"}},
	{"rs", "walk", []any{int32(9), int32(1 << 20)}, rt.OutOfBoundsMemory, "inlined::step", []string{
		"inlined::step inlined.rs step:0", "walk inlined.rs step:1"}},
	{"cpp", "cell", []any{int32(0), int32(1 << 20)}, rt.OutOfBoundsMemory, "cell", []string{
		"shapes::Grid<int>::at inlined.cpp cell:2+", "shapes::Scale::operator() inlined.cpp cell:1+", "cell inlined.cpp cell:0"}},
	{"cpp", "share", []any{int32(0)}, rt.IntegerDivideByZero, "shapes::share(int, int)", []string{
		"shapes::share(int, int) inlined.cpp share:0", "share inlined.cpp share:1"}},
}

// TestInlined: calls that the compiler has replaced by what they call are in the stack, in all engines alike, with names for people.
func TestInlined(t *testing.T) {
	for _, test := range inlinedTests {
		marks := marksOf(string(must(os.ReadFile("testdata/inlined." + test.source))))
		var want []string
		for _, text := range test.stack {
			place, inlined := strings.CutSuffix(text, "+")
			if at := strings.LastIndexByte(place, ' '); marks[place[at+1:]] > 0 {
				place = fmt.Sprint(place[:at], ":", marks[place[at+1:]])
			}
			want = append(want, fmt.Sprint(place, " ", inlined))
		}
		for n, open := range inlinedEngines[test.source] {
			i := open()
			f, _ := i.Export(test.export)
			_, err := f.(*rt.Func).Call(test.args...)
			var trap *rt.Trap
			if !errors.As(err, &trap) || trap.Kind != test.kind || trap.Func != test.trapped {
				t.Fatalf("%s %s %d: %v", test.source, test.export, n, err)
			}
			var got, message []string
			for _, f := range trap.Stack {
				got = append(got, fmt.Sprintf("%s %s:%d %v", f.Func, path.Base(f.File), f.Line, f.Inlined))
				message = append(message, fmt.Sprintf("%s (%s:%d)", f.Func, path.Base(f.File), f.Line))
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("%s %s %d:\n%s\nwant\n%s", test.source, test.export, n, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if text := "wasm trap: " + test.kind.String() + " in " + strings.Join(message, " < "); err.Error() != text {
				t.Errorf("%s %s %d: %v, want %s", test.source, test.export, n, err, text)
			}
			i.Close()
		}
	}
}
