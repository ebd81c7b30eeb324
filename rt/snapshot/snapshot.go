// Package snapshot keeps what an instance is between two calls, in the process: to set it back after each request, or to make any number
// of others that are warmed up already.
//
//	warm, err := guest.New(imports)
//	...                                                 // calls that load, compile, initialize
//	snap, err := snapshot.Take(warm)
//	m, err := guest.New(imports, snap.Resume())         // begins where warm was: no segments, no start function
//	...
//	err = snap.Restore(m)                               // as it was, whatever it did, whatever error it returned
//
// It takes a package that was translated with -snapshot, or an instance of the interpreter; one may resume what the other was, as long as
// the module is the same, and so may memories of another kind.
//
// # What it holds
//
// Memories, mutable globals, tables, and which passive segments were dropped: all that the instance has of its own. Not what belongs to
// others: an instance that imports a memory, a table or a mutable global is refused. Nor what functions of the host know. WASI
// keeps its open files, their positions, its clocks and its random numbers: a module that has files open as the snapshot is taken does not
// find them in another instance. Give each instance a System of its own, and take the snapshot while nothing is open but the standard
// streams and the preopened directories, which must be the same ones. The interpreter's fuel is not part of it either.
//
// A reference to one of the instance's functions becomes one to the same function of the instance that resumes. References to functions of
// other instances and to values of the host stay what they are: they are shared by all. While a global, a table or a passive segment refers to an
// object or an exception, no snapshot can be taken: instances would share the object, and what one writes to it. i31 references are no objects.
//
// # Cost
//
// With memory behind guard pages on Linux, memories that resume are mapped from the snapshot: they share its pages until they write to them, and
// to restore one gives back the pages that it has written. Neither depends on the size of the memory. Elsewhere all bytes are copied, once
// for each Take, Resume and Restore; memories on a device are read, and written where they differ. A memory that has grown gets its former
// size back, except on a device and in backends of one's own, where Restore is refused then.
//
// A Snapshot takes as much memory as the instance had that is not zero, and on Linux a file descriptor for each memory, until it is closed.
package snapshot

import (
	"errors"
	"fmt"
	"sync"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// An Instance shows its state: it is one of the interpreter, or of a package that was translated with -snapshot.
type Instance interface {
	rt.Instance
	State() *rt.State
}

// Snapshot is what an instance was. It does not change, and any number of goroutines may use it.
type Snapshot struct {
	module  string
	parts   []part       // tables, globals and segments
	closing sync.RWMutex // held while images are read
	images  []mem.Image  // of the memories; nil once it is closed
	closed  bool
}

// ErrClosed is the error of a Snapshot that was closed.
var ErrClosed = errors.New("snapshot: closed")

// errBusy is that of an instance which is not between two calls.
var errBusy = errors.New("snapshot: a call is running, or the instance is closed")

// Take keeps what m is now. No call may be running in it, and those that begin meanwhile get rt.ErrBusy.
func Take(m Instance) (*Snapshot, error) {
	state := m.State()
	release, ok := state.Hold()
	if !ok {
		return nil, errBusy
	}
	defer release()
	if state.Elsewhere != "" {
		return nil, fmt.Errorf("snapshot: %s is not the instance's own, and cannot be kept with it", state.Elsewhere)
	}
	parts, err := taken(state)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{module: state.Module, parts: parts}
	for i, memory := range state.Memories {
		img, err := mem.ImageOf(memory)
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("snapshot: memory %d: %w", i, err)
		}
		s.images = append(s.images, img)
	}
	return s, nil
}

// Restore makes m, an instance of the same module, what the snapshot's was. No call may be running in it, and those that begin meanwhile get
// rt.ErrBusy. Errors of earlier calls leave no trace. After an error of Restore m may be half of each: close it.
func (s *Snapshot) Restore(m Instance) error { return s.restore(m.State()) }

// Resume is an option of New: the instance begins as what the snapshot's was, is not initialized and not started. It may be used any number
// of times.
func (s *Snapshot) Resume() rt.Option { return rt.KeptBy(keeper{s}) }

// keeper is a Snapshot as package rt sees it.
type keeper struct{ *Snapshot }

// Attach is called by New.
func (k keeper) Attach(state *rt.State) (resumed bool, err error) {
	err = k.restore(state)
	return err == nil, err
}

// restore sets an instance to what the snapshot's was.
func (s *Snapshot) restore(state *rt.State) error {
	s.closing.RLock()
	defer s.closing.RUnlock()
	switch {
	case s.closed:
		return ErrClosed
	case state.Module != s.module:
		return fmt.Errorf("snapshot: it is of the module %.12s, the instance of %.12s (SHA-256)", s.module, state.Module)
	case state.Elsewhere != "":
		return fmt.Errorf("snapshot: %s is not the instance's own", state.Elsewhere)
	}
	release, ok := state.Hold()
	if !ok {
		return errBusy
	}
	defer release()
	set, err := s.bound(state)
	if err != nil {
		return err
	}
	for i, img := range s.images {
		if err := setImage(state.Memories[i], img); err != nil {
			return fmt.Errorf("snapshot: memory %d: %w", i, err)
		}
	}
	for _, f := range set {
		f()
	}
	return nil
}

// setImage is mem.SetImage, which takes whole pages.
func setImage(m mem.Memory, img mem.Image) error {
	if img.Size()%m.PageSize() != 0 {
		return fmt.Errorf("it had %d bytes, where it now has pages of %d: -memsize was another", img.Size(), m.PageSize())
	}
	return mem.SetImage(m, img)
}

// Size is how many bytes of memory the snapshot holds.
func (s *Snapshot) Size() (bytes uint64) {
	s.closing.RLock()
	defer s.closing.RUnlock()
	for _, img := range s.images {
		bytes += img.Held()
	}
	return bytes
}

// Close gives back what the snapshot holds. Instances that resumed it or were restored go on, and keep the pages that they share. Closing
// twice is fine.
func (s *Snapshot) Close() error {
	s.closing.Lock()
	defer s.closing.Unlock()
	var errs []error
	for _, img := range s.images {
		errs = append(errs, img.Close())
	}
	s.images, s.closed = nil, true
	return errors.Join(errs...)
}
