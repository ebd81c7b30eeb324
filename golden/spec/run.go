package spec

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// A Status is how a command ended.
type Status string

const (
	Passed  Status = "passed"
	Failed  Status = "failed"
	Skipped Status = "skipped"
)

// A Result is the outcome of one command.
type Result struct {
	Line   int // in the .wast file
	Type   string
	Status Status
	Reason string // why it failed or was skipped
}

// Run executes a script and reports the result of every command in order.
func Run(s *Script, e Engine, report func(Result)) error {
	host, err := newSpectest(e)
	if err != nil {
		return err
	}
	r := &runner{
		script: s, engine: e,
		instances:   map[string]*instance{},
		definitions: map[string][]byte{},
		registered:  map[string]*instance{"spectest": {Instance: host}},
	}
	defer r.close()
	for i := range s.Commands {
		c := &s.Commands[i]
		report(result(c, r.guarded(c)))
	}
	return nil
}

func result(c *Command, err error) Result {
	res := Result{Line: c.Line, Type: c.Type, Status: Passed}
	var skip *Skip
	switch {
	case errors.As(err, &skip):
		res.Status, res.Reason = Skipped, skip.Reason
	case err != nil:
		res.Status, res.Reason = Failed, err.Error()
	}
	return res
}

// An instance is what a script's module became: an rt.Instance, or the reason why there is none.
type instance struct {
	rt.Instance
	err error
}

type runner struct {
	script      *Script
	engine      Engine
	current     *instance
	instances   map[string]*instance // by the script's $name
	definitions map[string][]byte
	latest      []byte // the definition that was made last
	registered  map[string]*instance
	open        []rt.Instance
}

func (r *runner) close() {
	for _, m := range r.open {
		_ = m.Close() // what a script leaves behind proves nothing
	}
}

// guarded executes a command; a panic that is no trap fails it.
func (r *runner) guarded(c *Command) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return r.execute(c)
}

func (r *runner) execute(c *Command) error {
	if c.ModuleType == "text" {
		return &Skip{"the text format is not parsed"}
	}
	switch c.Type {
	case "module":
		return r.module(c)
	case "module_definition":
		return r.define(c)
	case "module_instance":
		return r.instantiateDefinition(c)
	case "register":
		return r.register(c)
	case "action":
		_, err := r.act(c.Action)
		return err
	case "assert_return":
		return r.assertReturn(c)
	case "assert_trap", "assert_exhaustion":
		_, err := r.act(c.Action)
		return wantTrap(err, c.Text)
	case "assert_exception":
		_, err := r.act(c.Action)
		return wantException(err)
	case "assert_invalid", "assert_malformed":
		return r.assertRefused(c)
	case "assert_unlinkable":
		return r.assertUnlinkable(c)
	case "assert_uninstantiable":
		_, err := r.instantiateFile(c)
		return wantTrap(err, c.Text)
	case "assert_invalid_custom", "assert_malformed_custom":
		return &Skip{"the content of custom sections is not judged"}
	}
	return fmt.Errorf("unknown command %q", c.Type)
}

func (r *runner) module(c *Command) error {
	if err := r.define(c); err != nil {
		return err
	}
	return r.instantiate(c.Name, r.latest)
}

func (r *runner) define(c *Command) error {
	wasm, err := r.script.Module(c)
	if err != nil {
		return err
	}
	r.latest = wasm
	r.definitions[c.Name] = wasm
	return r.engine.Check(wasm)
}

func (r *runner) instantiateDefinition(c *Command) error {
	wasm := r.latest
	if c.Module != "" {
		wasm = r.definitions[c.Module]
	}
	return r.instantiate(c.Instance, wasm)
}

// instantiate makes the current instance. Where that fails, the commands that need the instance end for the same reason.
func (r *runner) instantiate(name string, wasm []byte) error {
	m, err := r.start(wasm)
	r.current = &instance{m, err}
	if name != "" {
		r.instances[name] = r.current
	}
	return err
}

func (r *runner) instantiateFile(c *Command) (rt.Instance, error) {
	wasm, err := r.script.Module(c)
	if err != nil {
		return nil, err
	}
	return r.start(wasm)
}

func (r *runner) start(wasm []byte) (rt.Instance, error) {
	imports := &resolver{registered: r.registered}
	m, err := r.engine.Instantiate(wasm, imports)
	if err == nil {
		r.open = append(r.open, m)
		return m, nil
	}
	if imports.missing != nil {
		err = imports.missing
	}
	return nil, err
}

func (r *runner) register(c *Command) error {
	m, err := r.instance(c.Name)
	if m != nil {
		r.registered[c.As] = m
	}
	return err
}

// instance finds an instance by its name in the script, "" for the current one.
func (r *runner) instance(name string) (*instance, error) {
	m := r.current
	if name != "" {
		m = r.instances[name]
	}
	switch {
	case m == nil:
		return nil, fmt.Errorf("no instance %q", name)
	case m.err != nil:
		return m, m.unavailable()
	}
	return m, nil
}

// unavailable is the error of commands that need an instance that could not be made.
func (m *instance) unavailable() error {
	var skip *Skip
	if errors.As(m.err, &skip) {
		return skip
	}
	return fmt.Errorf("no instance: %v", m.err) // not %w: its trap is not that command's trap
}

// act calls a function or reads a global.
func (r *runner) act(a *Action) ([]any, error) {
	m, err := r.instance(a.Module)
	if err != nil {
		return nil, err
	}
	v, ok := m.Export(a.Field)
	if !ok {
		return nil, fmt.Errorf("no export %q", a.Field)
	}
	switch v := v.(type) {
	case *rt.Func:
		args := make([]any, len(a.Args))
		for i, arg := range a.Args {
			if args[i], err = arg.Go(); err != nil {
				return nil, err
			}
		}
		return v.Call(args...)
	case *rt.Global:
		return []any{v.Get()}, nil
	}
	return nil, fmt.Errorf("export %q is a %T", a.Field, v)
}

func (r *runner) assertReturn(c *Command) error {
	results, err := r.act(c.Action)
	if err != nil {
		return err
	}
	if len(results) != len(c.Expected) {
		return fmt.Errorf("%s: %d results, want %d", c.Action.Field, len(results), len(c.Expected))
	}
	for i, want := range c.Expected {
		if !want.Matches(results[i]) {
			return fmt.Errorf("%s %v: got %s, want %v", c.Action.Field, c.Action.Args, show(results[i]), want)
		}
	}
	return nil
}

func (r *runner) assertRefused(c *Command) error {
	wasm, err := r.script.Module(c)
	if err != nil {
		return err
	}
	if r.engine.Check(wasm) == nil {
		return fmt.Errorf("%s: accepted, want %q", c.Filename, c.Text)
	}
	return nil
}

func (r *runner) assertUnlinkable(c *Command) error {
	_, err := r.instantiateFile(c)
	var skip *Skip
	var link *rt.LinkError
	switch {
	case errors.As(err, &skip):
		return skip
	case !errors.As(err, &link):
		return fmt.Errorf("got %v, want a link error %q", err, c.Text)
	case !strings.HasPrefix(link.Error(), c.Text):
		return fmt.Errorf("got %q, want %q", link, c.Text)
	}
	return nil
}

// wantTrap checks that err is a trap whose message the script expects. The script's text may be the shorter or, as in
// "uninitialized element 2", the longer one.
func wantTrap(err error, text string) error {
	var skip *Skip
	var trap *rt.Trap
	switch {
	case errors.As(err, &skip):
		return skip
	case !errors.As(err, &trap):
		return fmt.Errorf("got %v, want trap %q", err, text)
	}
	got := trap.Kind.String()
	if trap.Kind == rt.NullReference && strings.HasPrefix(text, "null ") && strings.HasSuffix(text, " reference") {
		return nil // the suite says to what: "null array reference"
	}
	if !strings.HasPrefix(got, text) && !strings.HasPrefix(text, got) {
		return fmt.Errorf("got %q, want trap %q", trap, text)
	}
	return nil
}

// wantException checks that err is an exception that nobody caught.
func wantException(err error) error {
	var skip *Skip
	var thrown *rt.Exception
	switch {
	case errors.As(err, &skip):
		return skip
	case !errors.As(err, &thrown):
		return fmt.Errorf("got %v, want an exception", err)
	}
	return nil
}

// A resolver finds imports among the registered instances, and notes when one is missing because its module was.
type resolver struct {
	registered map[string]*instance
	missing    error
}

// Resolve implements rt.Resolver.
func (r *resolver) Resolve(module, name string) (any, bool) {
	m := r.registered[module]
	switch {
	case m == nil:
		return nil, false
	case m.err != nil:
		r.missing = m.unavailable()
		return nil, false
	}
	return m.Export(name)
}
