package diff

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

//go:embed v8.js
var v8Script string

// v8 is a process that runs modules one after the other.
type v8 struct {
	in  io.WriteCloser
	out *bufio.Reader
}

// startV8 starts node.
func startV8() (*v8, error) {
	// Functions tell their types, so that the host can call those that it gets.
	cmd := exec.Command("node", "--experimental-wasm-type-reflection", "-e", v8Script)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &v8{in, bufio.NewReader(out)}, cmd.Start()
}

// A v8Request is what v8.js wants to know.
type v8Request struct {
	Op       string
	Instance int    // of a group
	Wasm     []byte // compile
	Func     trial.Func
	Args     []string
	Memories []string
	Globals  []trial.Global
	Tags     []trial.Func // instantiate: those that it exports
	Member   string       // instantiate: what their names begin with
}

type v8Answer struct {
	Error   string
	Thrown  *thrown
	Logs    []struct{ Type, Bits string }
	Results []string

	Memories []trial.Memory
	Globals  []string
}

// thrown is an exception that left a function.
type thrown struct {
	Tag           string
	Types, Values []string
}

// trap is how the request ended: "" if it did as it should.
func (a *v8Answer) trap() string {
	switch {
	case a.Thrown != nil:
		var values []uint64
		for _, v := range a.Thrown.Values {
			values = append(values, number(v))
		}
		return trial.ThrowLine(a.Thrown.Tag, a.Thrown.Types, values)
	case a.Error != "":
		return v8Trap(a.Error)
	}
	return ""
}

func (v *v8) ask(request v8Request) (a v8Answer, err error) {
	line, err := json.Marshal(request)
	if err != nil {
		return a, err
	}
	if _, err := v.in.Write(append(line, '\n')); err != nil {
		return a, err
	}
	text, err := v.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("node: %w", err)
	}
	return a, json.Unmarshal(text, &a)
}

// errMixed is why V8 refuses a module with exceptions of both kinds. Where it finds that out depends on which of its threads compiles what.
var errMixed = errors.New("module uses a mix of legacy and new exception handling instructions")

// run is translated.Transcript on V8.
func (v *v8) run(m *module) ([]string, error) {
	t := &v8Transcript{v8: v}
	n := 0
	for one := m; one != nil; one = one.next {
		n++
	}
	var instances []trial.Engine
	for one := m; one != nil; one = one.next {
		s, err := surfaceOf(one.plain, m.refs)
		if err != nil {
			return nil, err
		}
		i := len(instances)
		a, err := v.ask(v8Request{Op: "compile", Wasm: one.plain, Instance: i})
		if err != nil {
			return nil, err
		}
		if strings.Contains(a.Error, errMixed.Error()) {
			return nil, errMixed
		}
		if a.Error != "" {
			return nil, fmt.Errorf("V8 (node %s): %s", nodeVersion(), a.Error)
		}
		if a = t.ask(v8Request{Op: "instantiate", Instance: i, Tags: s.tags, Member: trial.Member(i, n)}); a.trap() != "" {
			return append(t.lines, "instantiation: "+a.trap()), t.err
		}
		e := v8Engine{v8Transcript: t, surface: s, instance: i, names: make([]string, s.memories)}
		for i := range e.names {
			e.names[i] = trial.MemoryName(i)
		}
		instances = append(instances, e)
	}
	m.run(trial.Together(instances), func(line string) { t.lines = append(t.lines, line) })
	return t.lines, t.err
}

func nodeVersion() string {
	out, _ := exec.Command("node", "--version").Output()
	return strings.TrimSpace(string(out))
}

type v8Transcript struct {
	*v8
	lines []string
	err   error // of the connection
}

// ask writes down what modules log meanwhile.
func (t *v8Transcript) ask(request v8Request) v8Answer {
	a, err := t.v8.ask(request)
	if err != nil && t.err == nil {
		t.err = err
	}
	for _, l := range a.Logs {
		t.lines = append(t.lines, trial.LogLine(l.Type, number(l.Bits)))
	}
	return a
}

type v8Engine struct {
	*v8Transcript
	surface
	instance int      // of the group
	names    []string // of memories
}

func number(text string) uint64 {
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return v
}

func (e v8Engine) Funcs() []trial.Func { return e.funcs }

func (e v8Engine) Call(name string, args []uint64) (results []uint64, trap string) {
	request := v8Request{Op: "call", Instance: e.instance, Args: []string{}}
	for _, f := range e.funcs {
		if f.Name == name {
			request.Func = f
		}
	}
	for _, v := range args {
		request.Args = append(request.Args, strconv.FormatUint(v, 10))
	}
	a := e.ask(request)
	if trap := a.trap(); trap != "" {
		return nil, trap
	}
	for _, v := range a.Results {
		results = append(results, number(v))
	}
	return results, ""
}

func (e v8Engine) State() (s trial.State) {
	a := e.ask(v8Request{Op: "state", Instance: e.instance, Memories: e.names, Globals: e.globals})
	if a.Error != "" && e.err == nil {
		e.err = errors.New(a.Error)
	}
	s.Memories = a.Memories
	for i, v := range a.Globals {
		g := e.globals[i]
		g.Bits = number(v)
		s.Globals = append(s.Globals, g)
	}
	return s
}

// v8Trap is the trap as trial.Engine wants it, as far as V8's messages tell.
func v8Trap(text string) string {
	for _, m := range [][2]string{
		{"unreachable", "unreachable"},
		{"memory access out of bounds", "out of bounds memory access"},
		{"divide by zero", "integer divide by zero"},
		{"remainder by zero", "integer divide by zero"},
		{"divide result unrepresentable", "integer overflow"},
		{"float unrepresentable", "integer overflow"},
		{"dereferencing a null pointer", "null reference"},
		{"rethrowing null value", "null reference"},
		{"illegal cast", "cast failure"},
		{"array element access out of bounds", "out of bounds array access"},
		{"requested new array is too large", "out of memory"},
		{"table", "table"},
		{"element segment", "table"},
		{"null function", "table"},
		{"function signature mismatch", "table"},
		{"data segment", "out of bounds memory access"},
		{"call stack", "call stack exhausted"},
	} {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return text
}

// likeV8 leaves out of a transcript what V8 does not tell.
func likeV8(line string) string {
	return v8Vague.Replace(line)
}

var v8Vague = strings.NewReplacer(
	"invalid conversion to integer", "integer overflow",
	"indirect call type mismatch", "table",
	"out of bounds table access", "table",
	"null function reference", "null reference",
)
