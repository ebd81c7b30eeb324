package abi

import "github.com/wasm2go/wasm2go/rt"

// NewException is an exception that code of the instance is about to throw. Its values are zero until they are set: see rt.Exception.Slots.
func (c *Core) NewException(tag *rt.Tag) *rt.Exception {
	e := tag.Exception()
	if c.heap.left -= exceptionSize; c.heap.left < 0 {
		sampled(&c.heap, e)
	}
	return e
}

// ImportTag finds an imported tag, whose type must be the very same.
func ImportTag(r rt.Resolver, module, name string, want *rt.Type) (*rt.Tag, error) {
	v, ok := resolve(r, module, name)
	if t, isTag := v.(*rt.Tag); ok && isTag && t.Type() == want {
		return t, nil
	}
	return nil, linkError(module, name, rt.NewTag(want).String(), v, ok)
}
