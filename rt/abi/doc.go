// Package abi is what generated code and the interpreter need at run time besides package rt: how calls enter and leave an instance, how
// traps are thrown, recovered and located, how imports are checked, and the numeric instructions that Go's operators do not give.
//
// It is not for hosts. Other versions of it may differ in everything: what is promised is [Generation], by which generated code that does not
// fit fails to compile with the reason.
//
// # The shape of a generated package
//
// An instance holds a [Core] in a field and registers its functions' names with it. The first field is what its functions have as their
// owner: to compare with its address costs call_indirect nothing of what Go allows a function to be inlined. The module's functions are Go
// functions with the instance as first parameter, not methods:
//
//	type Instance struct {
//		owner rt.Owner
//		core abi.Core
//		mem0 *memory0
//		tab0 *rt.Table[*rt.Func]
//		env  Env
//		...
//	}
//
// In function bodies an i32 is an uint32, also as parameter and result. Where the host sees it, it is an int32: in exported
// methods, import interfaces, globals and what Bind makes.
//
// An exported method enters through the core and leaves by a deferred call. Enter refuses where the instance runs on another
// goroutine. Leave restores the core, and the pointer of the C stack where the call failed, and turns a trap or the error of a host function
// into err; whatever else panics stays a panic:
//
//	func (m *Instance) Fib(v0 int32) (r0 int32, err error) {
//		var call abi.Call
//		defer call.Leave(&err)
//		d := m.core.Enter(&call) // a statement of its own, so that fib can be inlined
//		r0 = int32(fib(m, d, uint32(v0)))
//		return
//	}
//
// An import shim tells the core how much stack is left, so that a host function that calls back goes on with what
// remains, passes on the host's error, and tells the core when the host has returned: between Out and In others may enter.
//
//	func envLog(m *Instance, d int, v0 uint32) uint32 {
//		m.core.Out(d)
//		r0, err := m.env.Log(int32(v0))
//		if err != nil {
//			abi.ThrowHost("env.log", err)
//		}
//		m.core.In(d)
//		return uint32(r0)
//	}
//
// A shim for a function of another module (Link) is the same with the portable form of the function, an *rt.Func:
//
//	func libSum(m *Instance, d int, v0 uint32) uint32 {
//		m.core.Out(d)
//		r0 := m.imports[1].Go().(func(int, int32) int32)(m.core.Cross(d), int32(v0))
//		m.core.In(d)
//		return uint32(r0)
//	}
//
// Where there are 128 parameters and results or more, Go cannot make the portable form of every function: they are called by CallSlots.
//
// So is the adapter that call_indirect uses for a function of another instance: between m.core.Out(d) and m.core.In(d).
//
// The types of functions that others may see are in one variable, whose text is read when the first of them is compared with another
// module's:
//
//	var types = rt.Types{Text: `
//		0: (i32 i32)
//		3: (i32) i32
//	`}
//
// A signature's Bind begins a call from another instance and restores what it found when the call ends, also by a trap, and lets Close
// wait for that: Left and Restore are Enter and Leave without an end of panics. The deferred call keeps the instance alive, too, since
// nothing else may: the memory is unmapped when the garbage collector finds that nobody can reach it, and running code holds but a bare
// pointer to it.
//
//	var sig3 = rt.Sig{Types: &types, Index: 3, Bind: func(f *rt.Func) any {
//		code, m := f.Code.(func(*Instance, int, uint32) uint32), f.Env.(*Instance)
//		return func(d int, v0 int32) int32 {
//			defer m.core.Restore(m.core.Left())
//			r0 := code(m, d, uint32(v0))
//			return int32(r0)
//		}
//	}}
//
// A function reference is made once for each function and instance:
//
//	&rt.Func{Code: fib, Env: m, Owner: &m.owner, Sig: &sig3, Name: "fib"}
//
// New builds the instance, then runs what may trap (segments, start function) inside Run:
//
//	func New(imports Imports, opts ...rt.Option) (*Instance, error) {
//		if err := abi.ImportHost("env", imports.Env); err != nil {
//			return nil, err
//		}
//		m := &Instance{env: imports.Env}
//		m.core.Open(m, "fib", names, opts) // const names abi.Names = "fib 12 1f3 fib\n..." + places
//		m.owner.Run = m.core.Run
//		m.core.StackPointer(&m.g0) // where it is known
//		var err error
//		if m.mem0, err = guard.New(m.core.Limit(mem.Type{Min: 1})); err != nil {
//			return nil, err
//		}
//		m.core.Own(m.mem0)
//		if m.tab0, err = rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: 2}, nil); err != nil { ... }
//		if err = abi.Bind(m, imports.Env); err == nil {
//			err = m.core.Run(m.start) // func (m *Instance) start(d int): segments, then the start function
//		}
//		if err != nil {
//			m.core.Close()
//			return nil, err
//		}
//		return m, nil
//	}
//
// An instance that imports a table calls t.Hold(m): its functions may stand in the table when nothing else refers to it.
// When New fails after its segments were written to an imported table or memory, these writes stay, as the specification
// wants, and functions of the instance may still be called through the table: then it must not be closed but left to the
// garbage collector (use m.core.Close only where neither is imported).
//
// Function bodies hold a memory by value, mem := *m.mem0, and take a new copy after whatever may have grown it. They call
// Grow through the pointer, m.core.Grow(m.mem0, n), so that mem's address is never taken. An access takes the effective address, a
// sum that must not wrap: mem.Load32(uint64(v0)+16), or with 64-bit addresses mem.Load32(abi.Addr64(uint64(v0), 16)). A load
// whose value is dropped is written mem.Touch(uint64(v0)+16, 4). The value of mem.LoadF64 must be used; where that is not certain, it is
// math.Float64frombits(mem.Load64(ea)), see package guard.
//
// # Exceptions
//
// In a module that has handlers, a function that throws makes the exception pending and returns; whoever has called one that may do so looks, and goes
// to its handler or returns. A handler takes the exception:
//
//		m.core.Thrown = m.core.Exception(m.tag0, uint64(v0))
//		return 0
//
//		r0 = check(m, d, v0)
//		if m.core.Thrown != nil {
//			goto L1
//		}
//		...
//	L1:
//		t0 = m.core.Take()
//		if t0.Tag() == m.tag0 {
//			r0 = uint32(t0.Slots()[0])
//		...
//
// Leave makes it the error of the call. Its owner has Thrown, and its signatures have Pending, which leaves the exception there, with
// Slots: abi.Uncaught and m.core.Uncaught() in Bind for callers that do not look. What it imports, or calls by a reference that is another instance's,
// it calls by m.core.Invoke(f, d, s[:], refs[:]); after a function of the host, m.core.Failed(d, "env.log", err) stands in place of ThrowHost and In.
//
// A module without handlers has none of this: abi.Raise(m.core.Exception(m.tag0)) ends the call.
//
// # What counts as a trap
//
// Leave recovers an rt.TrapKind or an *rt.Trap, an error thrown by a shim, a memory fault whose address lies in a reservation (see [Reserve]),
// and Go's bounds errors where the innermost function outside the Go runtime is a registered function of a module, or a method
// of a memory that was registered with [RegisterMemory], or of rt.Table.
package abi
