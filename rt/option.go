package rt

import "github.com/wasm2go/wasm2go/mem"

// Config is what the options of New set. It is for generated code, the interpreter and memory backends: hosts make options.
type Config struct {
	Stack  int    // budget for nested calls, in bytes of estimated Go stack
	Memory uint64 // bytes that each memory may have, 0 for no limit
	Heap   int64  // bytes that live objects may have, 0 for no limit
	Device any    // where memories live, for the backend to interpret
	Keeper Keeper

	GrowRefused func(*mem.GrowError) error // nil for nobody

	KeepStackPointer bool  // after an error
	Fuel             int64 // see ErrFuel

	// Watch lets the end of a context end the calls of the core, an *abi.Core, until end is called; nil for none. That it is a function leaves
	// packages context and time out of programs that have no use for them.
	Watch func(core any) (end func())
}

// Option is a setting of an instance.
type Option func(*Config)

// WithStack sets how deep calls may nest: how many bytes of Go's stack they may take, above which a call traps with StackExhausted.
// What functions of the module take is estimated. What functions of the host take is measured where they call back, as are calls from
// one module to another, on 386, amd64, arm and arm64; elsewhere, and where they call back on another goroutine, each counts 64 KiB, so
// that one with a larger frame can still get to the end of Go's stack.
//
// The default is an eighth of what Go lets a stack become: 64 MiB, 16 MiB on 32-bit platforms, or less where debug.SetMaxStack was
// called before New. Go ends the process where a stack would become larger, which no recover prevents. So no call begins in the last
// eighth of that, whatever this option says: that is what is left for a function of the host and what it calls. A host that lowers the
// limit of stacks later has to leave room for the budget.
func WithStack(bytes int) Option {
	return func(c *Config) { c.Stack = bytes }
}

// MaxMemory limits each memory that the instance makes to so many bytes, rounded down to pages, but one page at the least. A module
// that declares a larger minimum gets no instance, memory.grow returns -1 at the limit. A memory that is imported has the limit of the
// instance that made it, or the mem.Type.Limit it was made with.
func MaxMemory(bytes uint64) Option {
	return func(c *Config) { c.Memory = bytes }
}

// WithHeap limits what the instance may have made of structs, arrays and exceptions that live, to so many bytes or a little more: an allocation above that
// traps with OutOfMemory. Which of them live is an estimate, right within some percent, and where it is above the limit Go's collector runs, for the
// whole process. An object counts for the instance whose code has made it, whoever has it. Without this option there is no limit but for
// one array, of 1 GiB, and the memory of the process, at whose end Go ends that.
func WithHeap(bytes int64) Option {
	return func(c *Config) { c.Heap = bytes }
}

// OnGrowRefused has fn called each time that code of the instance asks for memory and memory.grow is about to return -1, on whatever
// memory. An error that fn returns, which may be what it was given, becomes a trap in its place: OutOfMemory, with the error as its cause.
// For a program that does not look at what malloc returns that is the better end. Others probe how far they get: GrowError.Bound tells.
// fn must not call the instance. A host that calls Grow itself gets -1 as ever, and fn hears nothing of it.
func OnGrowRefused(fn func(*mem.GrowError) error) Option {
	return func(c *Config) { c.GrowRefused = fn }
}

// OnDevice says where the instance's memories live. What device may be is the memory backend's matter: use the option that its package
// makes of this one.
func OnDevice(device any) Option {
	return func(c *Config) { c.Device = device }
}

// KeepStackPointer leaves the pointer of the module's C stack where a call that fails has left it. Without this option such a call, by an error of
// a host function, a trap or a panic, sets it to what it was when the call began, if the module has one that is found for certain: a global that is
// exported, imported from "env" or named as __stack_pointer, or that functions lower and raise as linkers of C programs have it. What else the call
// has done stays: what it has allocated and not freed, other globals, tables and memory, files.
func KeepStackPointer() Option {
	return func(c *Config) { c.KeepStackPointer = true }
}
