// Package markdown renders Markdown as HTML. It wraps a library that is written in C.
package markdown

import (
	"fmt"
	"io"
	"sync"
)

//go:generate go tool wasm2go -o internal/cmarkdown wasm/markdown.wasm

// Options say how to render. The zero value is usable.
type Options struct {
	// Link returns where a link is to lead instead of to dest. An error ends the rendering. nil leaves links as they are.
	Link func(dest string) (string, error)
}

// Render writes text, which is Markdown, to w as HTML. An error of w or of Options.Link is returned as it is. Any number of goroutines may
// call it, and Link may call it, too.
func Render(w io.Writer, text []byte, o Options) error {
	r, err := borrow()
	if err != nil {
		return fmt.Errorf("markdown: %w", err)
	}
	if err := r.render(w, text, o); err != nil { // of the module itself: nobody knows what state it is in
		r.instance.Close()
		return fmt.Errorf("markdown: %w", err)
	}
	err = r.err
	pool.Put(r)
	return err
}

// pool has the renderers that no goroutine uses. Those that the garbage collector takes out of it release their memory.
var pool sync.Pool

func borrow() (*renderer, error) {
	if r, ok := pool.Get().(*renderer); ok {
		return r, nil
	}
	return newRenderer()
}
