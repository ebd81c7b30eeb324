package rt

// Config is what the options of New set. It is for generated code, the interpreter and memory backends: hosts make options.
type Config struct {
	Stack  int    // budget for nested calls, in bytes of estimated Go stack
	Memory uint64 // bytes that each memory may have, 0 for no limit
	Device any    // where memories live, for the backend to interpret
	Keeper Keeper
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

// OnDevice says where the instance's memories live. What device may be is the memory backend's matter: use the option that its package
// makes of this one.
func OnDevice(device any) Option {
	return func(c *Config) { c.Device = device }
}
