package persist

import (
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/rt"
)

// Keep is an option of New, for a package that was translated with -mem sram and an array on the Store: the instance is that of the last
// checkpoint, and neither initialized nor started again; or it is a new one, if there is no checkpoint. New fails if the checkpoint
// is of another module. A Store keeps one instance.
func (s *Store) Keep() rt.Option { return rt.KeptBy(keeper{s}) }

// keeper is a Store as package rt sees it.
type keeper struct{ *Store }

// Attach is called by New.
func (k keeper) Attach(state *rt.State) (resumed bool, err error) {
	s := k.Store
	switch {
	case s.instance != nil:
		return false, fmt.Errorf("checkpoints on %v are of one instance: open the device again for the next", s)
	case state.Elsewhere != "":
		return false, fmt.Errorf("checkpoints on %v: %s is not the instance's own, and cannot be kept with it", s, state.Elsewhere)
	}
	if s.keeps() {
		if err := restore(state, s.kept); err != nil {
			return false, fmt.Errorf("checkpoint on %v: %w", s, err)
		}
	}
	s.instance, s.resumed, s.kept = state, s.keeps(), nil
	return s.resumed, nil
}

// Resumed tells whether the instance made with Keep is one of a checkpoint.
func (s *Store) Resumed() bool { return s.resumed }

// Checkpoint keeps the instance as it is now, for the next Open. It writes what is dirty in the caches of its memories. No call may be
// running in the instance. After an error the former checkpoint is still the last one, unless the error says that this is not known;
// Checkpoint may be called again.
func (s *Store) Checkpoint() error {
	if err := s.checkpoint(); err != nil {
		return fmt.Errorf("checkpoint on %v: %w", s, err)
	}
	return nil
}

func (s *Store) checkpoint() error {
	if s.instance == nil {
		return errors.New("there is no instance: New takes Keep as an option, in a package that was translated with -mem sram")
	}
	release, ok := s.instance.Hold()
	if !ok {
		return errors.New("a call is running, or the instance is closed")
	}
	defer release()
	state, err := encode(s.instance, s)
	if err != nil {
		return err
	}
	return s.commit(state)
}
