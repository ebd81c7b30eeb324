package open

import (
	"fmt"
	"os"

	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Variable is the environment variable that holds the spec string of a generated program.
const Variable = "WASM2GO_SRAM"

// FromEnv reads the environment variable WASM2GO_SRAM. Where it is not set it says on standard error that it simulates chips, with room for
// need bytes at least.
func FromEnv(need uint64) (*spec.Spec, error) {
	text := os.Getenv(Variable)
	if text == "" {
		s := spec.Default(need)
		fmt.Fprintf(os.Stderr, "%s is not set: memory is on emulated chips, %v\n", Variable, s)
		return s, nil
	}
	s, err := spec.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Variable, err)
	}
	return s, nil
}
