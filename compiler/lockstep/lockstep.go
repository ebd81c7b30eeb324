// Package lockstep, internal to this project and without a promise of stability, runs a command twice at the same time, translated and
// on the interpreter, and finds the first thing in which the two differ. They stop at each call of a host function: its name and
// arguments are compared, and the memories, globals and tables of both. Then the host function runs once, for the translated module;
// the other gets its results, and what it wrote into memory.
package lockstep

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// A Command is what to run.
type Command struct {
	File []byte         // the module
	Name string         // of the module in call stacks
	Mem  interp.Backend // of the interpreter's memories
	Host rt.Resolver    // the functions it imports; a rt.Binder gets an instance
	Call string         // the function to call, which has no parameters and no results: _start
	Opts []rt.Option    // of both instances

	CanonicalNaN bool // the module was translated so

	// The translated module: Link makes an instance, Parts is what that consists of.
	Link  func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error)
	Parts func(m rt.Instance) interp.Parts
}

// Run runs the command. The error is that of the translated module (a trap, or what a host function returned), or a *Difference.
func (c *Command) Run() error {
	module, err := interp.Compile(c.File, interp.Options{Name: c.Name, Mem: c.memories(), CanonicalNaN: c.CanonicalNaN})
	if err != nil {
		return err
	}
	p := &pair{Command: c, calls: make(chan event), replies: make(chan reply)}
	go func() { p.calls <- event{err: c.interpret(module, p), over: true} }()
	err = c.translated(p)
	return p.finish(err)
}

// memories makes the interpreter's memories as translated code has them: one that declares no maximum is kept at 2 GiB.
func (c *Command) memories() interp.Backend {
	const limit = 2 << 30
	return interp.Backend{New: func(t mem.Type, core *abi.Core) (mem.Memory, error) {
		if !t.HasMax && !t.Is64 && t.Min <= limit/t.PageBytes() {
			t = t.Limited(limit)
		}
		return c.Mem.Make(t, core)
	}}
}

// translated runs the translated module.
func (c *Command) translated(p *pair) error {
	m, err := c.Link(leader{p}, c.Opts...)
	if err != nil {
		return p.end(err)
	}
	defer m.Close()
	f, ok := m.Export(c.Call)
	start, isFunc := f.(*rt.Func)
	if !ok || !isFunc {
		return p.end(fmt.Errorf("no exported function %q", c.Call))
	}
	_, err = start.Call()
	return p.end(err)
}

// interpret runs the module on the interpreter.
func (c *Command) interpret(m *interp.Module, p *pair) error {
	i, err := m.Instantiate(context.Background(), follower{p}, c.Opts...)
	if err != nil {
		return err
	}
	p.close = i.Close
	f, err := i.Func(c.Call)
	if err != nil {
		return err
	}
	return f.CallSlots(context.Background(), nil)
}

// A pair is the two instances. The translated one runs on the goroutine that Run was called on, the other on one of its own, which
// waits while the first looks at both.
type pair struct {
	*Command
	calls   chan event // from the interpreter
	replies chan reply // to the interpreter

	translated, interpreted *interp.Parts // nil until they are instantiated
	close                   func() error
	written                 []write // by the running host function
	count                   int     // of host calls
	equal                   string  // the host call at which all was equal
	other                   *event  // where the interpreter ended
	found                   *Difference
}

// An event is a host call, or the end.
type event struct {
	call string
	args []any
	over bool
	err  error // of the end
}

// A reply is what a host function did.
type reply struct {
	results []any
	err     error
	written []write
}

// call is a host call of the translated module.
func (p *pair) call(f *rt.Func, name string, args []any) ([]any, error) {
	p.count++
	mine := event{call: name, args: args}
	theirs := <-p.calls
	if p.found = p.compare(mine, theirs); p.found != nil {
		p.dismiss(theirs)
		return nil, p.found
	}
	p.written = nil
	results, err := f.Call(args...)
	var host *rt.HostError
	if errors.As(err, &host) {
		err = host.Err
	}
	p.replies <- reply{results, err, p.written}
	return results, err
}

// end is the end of the translated module.
func (p *pair) end(err error) error {
	if p.found != nil {
		return err
	}
	theirs := <-p.calls
	p.found = p.compare(event{over: true, err: err}, theirs)
	p.dismiss(theirs)
	return err
}

// dismiss lets the interpreter end, where it has not.
func (p *pair) dismiss(e event) {
	if !e.over {
		p.replies <- reply{err: p.found}
		e = <-p.calls
	}
	p.other = &e
}

// finish puts the result together.
func (p *pair) finish(err error) error {
	if p.close != nil {
		defer p.close()
	}
	if p.found == nil {
		return err
	}
	p.found.Translated, p.found.Interpreted = stackOf(err), stackOf(p.other.err)
	return p.found
}

// leader is the host of the translated module.
type leader struct{ *pair }

// Resolve finds a host function.
func (l leader) Resolve(module, name string) (any, bool) {
	return l.resolve(module, name, l.call)
}

// Bind gives the host an instance in whose memory it is seen to write.
func (l leader) Bind(m rt.Instance) error {
	parts := l.Parts(m)
	l.pair.translated = &parts
	return abi.Bind(recorder{m, l.pair}, l.Host)
}

// follower is the host of the interpreted module.
type follower struct{ *pair }

// Resolve finds a host function.
func (f follower) Resolve(module, name string) (any, bool) {
	return f.resolve(module, name, f.repeat)
}

// Bind notes what the interpreted instance consists of.
func (f follower) Bind(m rt.Instance) error {
	parts := m.(*interp.Instance).Parts()
	f.pair.interpreted = &parts
	return nil
}

// repeat is a host call of the interpreted module.
func (f follower) repeat(_ *rt.Func, name string, args []any) ([]any, error) {
	f.calls <- event{call: name, args: args}
	r := <-f.replies
	for _, w := range r.written {
		if err := f.interpreted.Memories[w.memory].WriteAt(w.data, w.addr); err != nil {
			return nil, err
		}
	}
	return r.results, r.err
}

// resolve finds a host function, and has call stand for it.
func (p *pair) resolve(module, name string, call func(*rt.Func, string, []any) ([]any, error)) (any, bool) {
	v, ok := p.Host.Resolve(module, name)
	f, isFunc := v.(*rt.Func)
	if !ok || !isFunc {
		return v, ok
	}
	name = module + "." + name
	typ := f.Sig.Type()
	slots := func(_ *rt.Func, _ int, s []uint64, refs []rt.Ref) {
		var args []any
		for _, v := range rt.FromSlots(typ.Params(), s, refs) {
			args = append(args, v.Interface())
		}
		results, err := call(f, name, args)
		if err != nil {
			abi.ThrowHost(name, err)
		}
		out := make([]reflect.Value, len(results))
		for i, t := range typ.Results() {
			out[i] = reflect.New(t.GoType()).Elem()
			if results[i] != nil {
				out[i].Set(reflect.ValueOf(results[i]))
			}
		}
		rt.ToSlots(typ.Results(), out, s, refs)
	}
	sig := &rt.Sig{Types: f.Sig.Types, Index: f.Sig.Index, Bind: (*rt.Func).BindSlots, Slots: slots}
	return &rt.Func{Name: name, Sig: sig}, true
}
