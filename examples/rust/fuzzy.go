// Package fuzzy finds texts by queries that are not quite right. It wraps a library that is written in Rust.
package fuzzy

import (
	"errors"
	"fmt"
	"sync"

	"example.com/fuzzy/internal/fuzzy"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/rt"
)

//go:generate go tool wasm2go -o internal/fuzzy wasm/fuzzy.wasm

// A PanicError says that the library panicked. That stops an instance of the library, and nothing else.
type PanicError struct {
	Message string   // what Rust says, with the place in its source
	Trap    *rt.Trap // how the instance stopped, with the Rust functions on its stack
}

func (e *PanicError) Error() string { return "fuzzy: " + e.Message }
func (e *PanicError) Unwrap() error { return e.Trap }

// Distances returns, for each of the texts, how many characters of the query are to be inserted, deleted or replaced until the text contains
// it. A query has 1 to 64 characters. Any number of goroutines may call it.
func Distances(query string, texts ...string) (distances []int, err error) {
	lib, err := borrow()
	if err != nil {
		return nil, err
	}
	defer lib.giveBack(&err)

	q, err := lib.compile(query)
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		d, err := lib.distance(q, text)
		if err != nil {
			return nil, err
		}
		distances = append(distances, d)
	}
	return distances, lib.instance.Release(q)
}

// A library is an instance of the module. It serves one goroutine at a time.
type library struct {
	instance *fuzzy.Instance
	heap     *data.Heap[int32]
	panicked string // the message of a panic
}

func newLibrary() (*library, error) {
	l := new(library)
	m, err := fuzzy.New(fuzzy.Imports{Env: (*host)(l)})
	if err != nil {
		return nil, err
	}
	l.instance = m
	l.heap = data.NewSizedHeap(m.Memory(), m.Allocate, m.Deallocate)
	if err := m.Setup(); err != nil {
		m.Close()
		return nil, err
	}
	return l, nil
}

// host is what the library imports.
type host library

// Panicked takes the message of a panic. The instance traps when it returns.
func (h *host) Panicked(at, n int32) (err error) {
	h.panicked, err = data.String(h.instance.Memory(), at, n)
	return err
}

// compile makes a query of a text.
func (l *library) compile(text string) (query int32, err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)
	at, err := scope.String(text)
	if err != nil {
		return 0, err
	}
	return l.instance.Compile(at, int32(len(text)))
}

func (l *library) distance(query int32, text string) (distance int, err error) {
	scope := l.heap.Scope()
	defer scope.Free(&err)
	at, err := scope.String(text)
	if err != nil {
		return 0, err
	}
	d, err := l.instance.Distance(query, at, int32(len(text)))
	return int(d), err
}

// pool has the libraries that no goroutine uses. Those that the garbage collector takes out of it release their memory.
var pool sync.Pool

func borrow() (*library, error) {
	if l, ok := pool.Get().(*library); ok {
		return l, nil
	}
	return newLibrary()
}

// giveBack puts the library back into the pool. Not so after an error: Rust code that has panicked may have left anything half done.
func (l *library) giveBack(err *error) {
	if *err == nil {
		pool.Put(l)
		return
	}
	l.instance.Close()
	if trap, ok := errors.AsType[*rt.Trap](*err); ok && l.panicked != "" {
		*err = &PanicError{l.panicked, trap}
		return
	}
	*err = fmt.Errorf("fuzzy: %w", *err)
}
