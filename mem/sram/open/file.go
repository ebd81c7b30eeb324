package open

import (
	"errors"
	"fmt"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/file"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// File makes an array of the file that the spec names. Halting the array closes it, and so does an error.
func File(s *spec.Spec) (*sram.Array, error) {
	f, err := file.Open(s.Path, fileOpts(s))
	if err != nil {
		return nil, fmt.Errorf("memory spec %q: %w", s, err)
	}
	a, err := newArray(s, []sram.Device{f})
	if err != nil {
		return nil, errors.Join(err, f.Halt())
	}
	return a, nil
}

// CheckFile returns what File would find wrong with the file before it opens it.
func CheckFile(s *spec.Spec) error {
	if err := file.Check(s.Path, fileOpts(s)); err != nil {
		return fmt.Errorf("memory spec %q: %w", s, err)
	}
	return nil
}

func fileOpts(s *spec.Spec) file.Opts { return file.Opts{Size: s.Size} }
