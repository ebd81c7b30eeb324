package abi_test

import (
	"testing"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/guard"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// What follows is written by hand in the shape of generated code: see the documentation of package abi.

const (
	_ abi.Generation = 5 - abi.If_code_is_older_translate_again_with_wasm2go
	_ abi.Generation = abi.If_code_is_newer_go_get_the_latest_wasm2go - 5
)

type memory0 = guard.Memory

// Env is what the module imports from "env".
type Env interface {
	Hook(x int32) (int32, error)
}

// Instance is an instance of the sample module.
type Instance struct {
	owner rt.Owner
	core  abi.Core
	mem0  *memory0
	tab0  *rt.Table[*rt.Func]
	g0    int32 // "__stack_pointer"
	env   Env
	sum   func(int, int32, int32) int32 // "lib" "sum"
	refs  [8]*rt.Func
}

const names abi.Names = `envHook 0 0 env.hook
fib 1 10 fib
peek 2 20 std::peek
recurse 3 30 recurse
reenter 4 40 reenter
apply 5 50 apply
libSum 6 0 lib.sum
add 7 70 add
bounds 8 80 bounds
field 9 90 field
element 10 a0 element
cast 11 b0 cast`

func New(env Env, lib *rt.Func, opts ...rt.Option) (*Instance, error) {
	m := &Instance{env: env}
	m.core.Open(m, "sample", names, opts)
	m.owner.Run = m.core.Run
	m.core.StackPointer(&m.g0)
	m.g0 = 1 << 15
	var err error
	if m.mem0, err = guard.New(mem.Type{Min: 1}); err != nil {
		return nil, err
	}
	m.core.Own(m.mem0)
	if m.tab0, err = rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: 4}, nil); err != nil {
		return nil, err
	}
	if lib != nil {
		m.sum = lib.Go().(func(int, int32, int32) int32)
	}
	if err = abi.Bind(m, env); err == nil {
		err = m.core.Run(m.start)
	}
	if err != nil {
		m.core.Close()
		return nil, err
	}
	return m, nil
}

func (m *Instance) start(d int) {
	m.mem0.Init(0, "sample", 0, 6)
	m.tab0.Init(0, []*rt.Func{m.ref(1), m.ref(7)}, 0, 2)
}

func (m *Instance) ref(i uint32) *rt.Func {
	if f := m.refs[i]; f != nil {
		return f
	}
	f := &rt.Func{Env: m, Owner: &m.owner}
	switch i {
	case 1:
		f.Code, f.Sig, f.Name = fib, &sig0, "fib"
	case 5:
		f.Code, f.Sig, f.Name = apply, &sig1, "apply"
	case 7:
		f.Code, f.Sig, f.Name = add, &sig1, "add"
	}
	m.refs[i] = f
	return f
}

var types = rt.Types{Text: `
	0: (i32) i32
	1: (i32 i32) i32
`}

var sig0 = rt.Sig{
	Types: &types,
	Index: 0,
	Bind: func(f *rt.Func) any {
		code, m := f.Code.(func(*Instance, int, uint32) uint32), f.Env.(*Instance)
		return func(d int, v0 int32) int32 {
			defer m.core.Restore(m.core.Left())
			r0 := code(m, d, uint32(v0))
			return int32(r0)
		}
	},
}

var sig1 = rt.Sig{
	Types: &types,
	Index: 1,
	Bind: func(f *rt.Func) any {
		code, m := f.Code.(func(*Instance, int, uint32, uint32) uint32), f.Env.(*Instance)
		return func(d int, v0, v1 int32) int32 {
			defer m.core.Restore(m.core.Left())
			r0 := code(m, d, uint32(v0), uint32(v1))
			return int32(r0)
		}
	},
}

func (m *Instance) Export(name string) (any, bool) {
	switch name {
	case "memory":
		return m.mem0, true
	case "add":
		return m.ref(7), true
	}
	return nil, false
}

func (m *Instance) Exports() []string { return []string{"memory", "add"} }
func (m *Instance) Close() error      { return m.core.Close() }

// Fib is the exported function "fib": (i32) i32.
func (m *Instance) Fib(v0 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	r0 = int32(fib(m, d, uint32(v0)))
	return
}

func (m *Instance) Peek(v0 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	m.core.Enter(&call)
	r0 = int32(peek(m, uint32(v0)))
	return
}

func (m *Instance) Recurse() (err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	recurse(m, d)
	return
}

func (m *Instance) Reenter(v0 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	r0 = int32(reenter(m, d, uint32(v0)))
	return
}

func (m *Instance) Apply(v0, v1 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	r0 = int32(apply(m, d, uint32(v0), uint32(v1)))
	return
}

func (m *Instance) LibSum(v0, v1 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	d := m.core.Enter(&call)
	r0 = int32(libSum(m, d, uint32(v0), uint32(v1)))
	return
}

func (m *Instance) Bounds(v0 int32) (r0 int32, err error) {
	var call abi.Call
	defer call.Leave(&err)
	m.core.Enter(&call)
	r0 = int32(bounds(m, uint32(v0)))
	return
}

// fn0 "env.hook" (i32) i32
func envHook(m *Instance, d int, v0 uint32) uint32 {
	m.core.Out(d)
	r0, err := m.env.Hook(int32(v0))
	if err != nil {
		abi.ThrowHost("env.hook", err)
	}
	m.core.In(d)
	return uint32(r0)
}

// fn6 "lib.sum" (i32 i32) i32
func libSum(m *Instance, d int, v0, v1 uint32) uint32 {
	m.core.Out(d)
	r0 := m.sum(d, int32(v0), int32(v1))
	m.core.In(d)
	return uint32(r0)
}

// fn1 "fib" (i32) i32 @0x10
func fib(m *Instance, d int, v0 uint32) uint32 {
	if d -= 64; d < 0 {
		abi.Throw(rt.StackExhausted)
	}
	if int32(v0) < 2 {
		return v0
	}
	return fib(m, d, v0-1) + fib(m, d, v0-2)
}

// fn2 "std::peek" (i32) i32 @0x20
func peek(m *Instance, v0 uint32) uint32 {
	mem := *m.mem0
	return mem.Load32(uint64(v0))
}

// fn3 "recurse" () @0x30
func recurse(m *Instance, d int) {
	if d -= 64; d < 0 {
		abi.Throw(rt.StackExhausted)
	}
	recurse(m, d)
}

// fn4 "reenter" (i32) i32 @0x40
func reenter(m *Instance, d int, v0 uint32) uint32 {
	if d -= 64; d < 0 {
		abi.Throw(rt.StackExhausted)
	}
	return envHook(m, d, v0) + 1
}

// fn5 "apply" (i32 i32) i32 @0x50
func apply(m *Instance, d int, v0, v1 uint32) uint32 {
	fn, e := m.indirect0(m.tab0.At(v0))
	return fn(e, d, v1)
}

func (m *Instance) indirect0(f *rt.Func) (func(*Instance, int, uint32) uint32, *Instance) {
	if f == nil || f.Sig != &sig0 {
		f = m.adapt0(f)
	}
	return f.Code.(func(*Instance, int, uint32) uint32), f.Env.(*Instance)
}

func (m *Instance) adapt0(f *rt.Func) *rt.Func {
	if f == nil {
		abi.Throw(rt.IndirectCallNull)
	}
	if !f.Sig.Type().Is(sig0.Type()) {
		abi.Throw(rt.IndirectCallType)
	}
	fn := f.Go().(func(int, int32) int32)
	return &rt.Func{Env: m, Sig: &sig0, Code: func(_ *Instance, d int, v0 uint32) uint32 {
		m.core.Out(d)
		r0 := fn(d, int32(v0))
		m.core.In(d)
		return uint32(r0)
	}}
}

// fn7 "add" (i32 i32) i32 @0x70
func add(m *Instance, d int, v0, v1 uint32) uint32 {
	if v0 == v1 {
		abi.Throw(rt.Unreachable)
	}
	return v0 + v1
}

// fn8 "bounds" (i32) i32 @0x80: an access written as a slice expression.
func bounds(m *Instance, v0 uint32) uint32 {
	return uint32([]byte{1, 2, 3}[v0])
}

// hook is a host function.
type hook func(x int32) (int32, error)

func (h hook) Hook(x int32) (int32, error) { return h(x) }

func newSample(t testing.TB, h hook, opts ...rt.Option) *Instance {
	t.Helper()
	m, err := New(h, nil, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}
