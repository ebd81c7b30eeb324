package markdown

import (
	"errors"
	"io"

	"example.com/markdown/internal/cmarkdown"
	"github.com/wasm2go/wasm2go/mem/data"
)

// A renderer is an instance of the module, with what it needs of a call. It serves one call at a time.
type renderer struct {
	instance *cmarkdown.Instance
	heap     *data.Heap[int32]

	out  io.Writer
	link func(dest string) (string, error)
	err  error // of one of these, which ended the call
}

func newRenderer() (*renderer, error) {
	r := new(renderer)
	m, err := cmarkdown.New(cmarkdown.Imports{Host: callbacks{r}})
	if err != nil {
		return nil, err
	}
	r.instance = m
	r.heap = data.NewHeap(m.Memory(), m.Malloc, m.Free)
	return r, nil
}

// render renders a text. The error is one of the module.
func (r *renderer) render(w io.Writer, text []byte, o Options) (err error) {
	r.out, r.link, r.err = w, o.Link, nil
	defer func() { r.out, r.link = nil, nil }() // what waits in the pool keeps nothing of its callers

	scope := r.heap.Scope()
	defer scope.Free(&err)
	at, err := scope.Bytes(text)
	if err != nil {
		return err
	}
	status, err := r.instance.Render(at, int32(len(text)))
	if err == nil && status == noMemory {
		err = errors.New("out of memory")
	}
	return err
}

// noMemory is what md_render returns where malloc failed. That it was stopped is in renderer.err.
const noMemory = 2

// callbacks are the functions that the module imports. An error that they returned would end the call there and then, and C would not free
// what it has; so they keep it, and tell C, in C's way, to come to an end.
type callbacks struct{ *renderer }

// Write writes the n bytes at an address. They are lent, not copied.
func (c callbacks) Write(at, n int32) (int32, error) {
	err := data.Borrow(c.instance.LocalMemory(), at, n, func(html []byte) error {
		_, c.err = c.out.Write(html)
		return nil
	})
	return c.verdict(), err
}

// Link passes the n bytes at an address to the caller's function, and stores at other where what it returns is: a string that C frees.
func (c callbacks) Link(at, n, other int32) (int32, error) {
	if c.link != nil {
		c.err = c.relink(at, n, other)
	}
	return c.verdict(), nil
}

func (c callbacks) relink(at, n, other int32) (err error) {
	dest, err := data.String(c.instance.Memory(), at, n)
	if err != nil {
		return err
	}
	if dest, err = c.link(dest); err != nil {
		return err
	}
	scope := c.heap.Scope() // of malloc, which is called in the middle of md_render
	defer scope.Free(&err)
	place, err := scope.CString(dest)
	if err != nil {
		return err
	}
	scope.Disown(place)
	return data.Store(c.instance.Memory(), other, place)
}

// verdict is what md_render takes from its callbacks: 0 to go on.
func (c callbacks) verdict() int32 {
	if c.err != nil {
		return 1
	}
	return 0
}
