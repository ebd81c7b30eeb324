package rt

// Config is what the options of New set. It is for generated code, the interpreter and memory backends: hosts make options.
type Config struct {
	Stack  int // budget for nested calls, in bytes of estimated Go stack
	Device any // where memories live, for the backend to interpret
	Keeper Keeper
}

// Option is a setting of an instance.
type Option func(*Config)

// WithStack sets how deep calls may nest: the sum of the estimated Go frame sizes, in bytes, above which a call traps with
// StackExhausted. The default is 64 MiB (16 MiB on 32-bit platforms). Go ends the whole process at 1 GB (250 MB):
// stay well below.
func WithStack(bytes int) Option {
	return func(c *Config) { c.Stack = bytes }
}

// OnDevice says where the instance's memories live. What device may be is the memory backend's matter: use the option that its package
// makes of this one.
func OnDevice(device any) Option {
	return func(c *Config) { c.Device = device }
}
