// Package reactor finds the words of a text. It calls a library that was written in Go, compiled to WebAssembly and translated back: it runs in
// a memory of its own, with a runtime and a garbage collector of its own, and whatever goes wrong in it is an error here.
package reactor

import (
	"fmt"
	"os"
	"strings"

	"example.com/reactor/internal/index"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/wasitarget"
)

//go:generate env GOOS=wasip1 GOARCH=wasm go build -trimpath -ldflags=-w -buildmode=c-shared -o internal/index.wasm ./guest
//go:generate go tool wasm2go -interp . -o internal/index internal/index.wasm

// An Indexer finds words. It serves one goroutine at a time. After an error the library's runtime is in no state to go on: close it, and make
// another.
type Indexer struct {
	instance *index.Instance
	sys      *wasitarget.System
	heap     *data.Heap[int32]
}

// New makes an Indexer.
func New() (*Indexer, error) {
	sys, err := wasitarget.New(wasitarget.Config{Stderr: os.Stderr}) // where the library's panics go
	if err != nil {
		return nil, err
	}
	m, err := index.New(index.Imports{WasiSnapshotPreview1: sys.Preview1()})
	if err != nil {
		sys.Close()
		return nil, err
	}
	x := &Indexer{m, sys, data.NewHeap(m.Memory(), m.Alloc, m.Free)}
	if err := m.Initialize(); err != nil { // starts Go's runtime: before it no other function may be called
		x.Close()
		return nil, fmt.Errorf("starting the library: %w", err)
	}
	return x, nil
}

// Close releases the memory.
func (x *Indexer) Close() error {
	x.instance.Close()
	return x.sys.Close()
}

// Words returns the words of a text in small letters, sorted, each of them once.
func (x *Indexer) Words(text string) (words []string, err error) {
	scope := x.heap.Scope()
	defer scope.Free(&err)
	at, err := scope.String(text)
	if err != nil {
		return nil, err
	}
	found, err := x.instance.Index(at, int32(len(text)))
	if err != nil {
		return nil, err
	}
	place, n := int32(found>>32), int32(found)
	scope.Own(place, 0)
	lines, err := data.String(x.instance.Memory(), place, n)
	if err != nil {
		return nil, err
	}
	return strings.Fields(lines), nil
}
