package interp

import "sync"

// An Embedded module is part of a translated one, which leaves some functions to the interpreter. It is compiled when the first
// instance is made.
type Embedded struct {
	module func() (*Module, error)
}

// Embed makes an Embedded module of a file. There are options once or, in code that needs none, not at all.
func Embed(file string, o ...Options) *Embedded {
	var opts Options
	if len(o) > 0 {
		opts = o[0]
	}
	return &Embedded{sync.OnceValues(func() (*Module, error) { return Compile([]byte(file), opts) })}
}

// Attach is Module.Attach.
func (e *Embedded) Attach(p Parts) (*Instance, error) {
	m, err := e.module()
	if err != nil {
		return nil, err
	}
	return m.Attach(p)
}
