package use

import (
	"context"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// An engine makes an instance.
type engine struct {
	name string
	make func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error)
}

func interpreted(file []byte) func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error) {
	return func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error) {
		m, err := interp.Compile(file, interp.Options{})
		if err != nil {
			return nil, err
		}
		return m.Instantiate(context.Background(), r, opts...)
	}
}

func translated[T rt.Instance](link func(rt.Resolver, ...rt.Option) (T, error)) func(rt.Resolver, ...rt.Option) (rt.Instance, error) {
	return func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error) { return link(r, opts...) }
}
