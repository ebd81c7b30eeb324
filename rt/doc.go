// Package rt is what a program that uses translated or interpreted modules sees of them: errors, functions, tables, globals and
// linking. Memories are in package mem.
//
// # Calls
//
// Each exported function is a method of the translated module's Instance: its results, then an error. An i32 is an int32, an i64 an int64;
// a funcref is a *[Func], any other reference an any. What a program knows only at run time it gets by name, with [Instance].Export,
// and calls by [Func.Call], which checks the arguments:
//
//	add, _ := m.Export("add")
//	results, err := add.(*rt.Func).Call(int32(2), int32(3))
//
// An instance serves one goroutine at a time, and so do its functions, tables and globals: a call from a second one is refused.
//
// # References
//
// A reference of the types below anyref is an any: nil for null, an [I31], an *[Object], which is a struct or an array, or a value that the host has passed. An
// exnref is an *[Exception]. Objects can be looked into, and made: their types are those of other objects or functions, or made by [ParseTypes]. What a host
// passes where a certain type is wanted is checked, and a wrong one is an error: as argument, as result of a function, in tables and globals.
//
// # Errors
//
// A call ends in one of these ways besides returning:
//
//   - It trapped: the error is a *[Trap], with the Wasm functions on the stack. errors.Is(err, rt.Unreachable) asks for a kind of trap.
//   - A function of the host returned an error: that comes out in a *[HostError], which errors.Is and errors.As look through.
//   - The module threw an exception that it did not catch: the error is an *[Exception], with the values. A function of the host that gets
//     it from a call may return it, and throws it on.
//   - The instance was closed: [ErrClosed]. It runs on another goroutine: [ErrBusy].
//   - A context ended, or there was no fuel left, where the module was prepared for that: a *[HostError], in which errors.Is finds the
//     context's cause or [ErrFuel].
//   - A function of the host panicked: the panic goes on through the call, but for one with an *[Exception], which is thrown.
//
// A function of the host that calls back into the instance gets the inner call's error as its own caller would. Afterwards the
// instance can be called again; what the failed call had written stays written, but for the pointer of the C stack: see [KeepStackPointer].
//
// The stack of an error has the Wasm calls as far as the call from the host that ended; where that call came from a function of the
// host that another call had made, and which returned the error, the outer call's *[HostError] has those of the outer call. A stack has
// at most 512 frames, the 256 innermost and the 256 outermost: see Frame.Omitted.
//
// # Closing
//
// Close may be called at any time and from any goroutine. No call begins after it: it returns [ErrClosed], also to a function of the host
// that calls back. A call that runs goes on with all it has, and memories are released when it ends: then, not when Close returns, is a
// memory of 10 GiB of address space given back. Close does not end calls. Closing again is fine.
//
// The memory of an instance that others import is released when that instance is closed and none of its own calls runs, and is empty
// for the others from then on: accesses trap, it does not grow. That must not happen while another goroutine runs them. The same goes
// for Close of a memory itself.
//
// # Linking
//
// New takes what a module imports as Go values, Link by name: from a [Resolver], of which [Store] is the usual one. Its instances are
// others of translated or interpreted modules, or a [Module] of Go values:
//
//	lib, err := other.New()
//	m, err := guest.Link(rt.Store{
//		"lib": lib,
//		"env": rt.Module{
//			"log":   func(x int32) error { fmt.Println(x); return nil },
//			"limit": rt.NewGlobal[int32](10, false),
//		},
//	})
//
// An import that is missing or of another type is a *[LinkError]; a function or an immutable global may be of a subtype. A host that wants
// to reach the instance, for instance its memory, is a [Binder].
//
// # Options
//
// New and Link take options: [WithStack] says how deep calls may nest, [MaxMemory] how large memories may become, [OnGrowRefused] what
// comes of it when one cannot, [WithHeap] how much objects may take, [KeepStackPointer] that a call which fails leaves the C stack as it is. Where memories live and what keeps an
// instance beyond a call or the process is said by options of other packages (mem/sram, mem/sram/persist, rt/snapshot), which are made by
// [OnDevice] and [KeptBy]. Generated packages that need them have WithFuel and WithContext.
//
// # What is not for hosts
//
// Generated code and the interpreter use package rt/abi besides. What is here for them alone says so in its comment, and may change.
package rt
