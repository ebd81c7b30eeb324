package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// A Link is the Link function of a generated package.
type Link func(rt.Resolver, ...rt.Option) (rt.Instance, error)

// LinkOf makes a Link of a function that returns its own type of instance.
func LinkOf[T rt.Instance](link func(rt.Resolver, ...rt.Option) (T, error)) Link {
	return func(r rt.Resolver, opts ...rt.Option) (rt.Instance, error) {
		m, err := link(r, opts...)
		if err != nil {
			return nil, err
		}
		return m, nil
	}
}

// Translated is the engine of a program into which translated modules were built. All keys are from Key.
type Translated struct {
	Links   map[string]Link   `json:"-"`
	Skipped map[string]string // why a module is not translated
	Failed  map[string]string // modules whose translation went wrong
	Memory  func(mem.Type) (mem.Memory, error)
	Options func() ([]rt.Option, error) // for an instance; nil: none
}

// Key identifies a module by its content.
func Key(wasm []byte) string {
	sum := sha256.Sum256(wasm)
	return hex.EncodeToString(sum[:])
}

// Check implements Engine.
func (e *Translated) Check(wasm []byte) error { return Check(wasm) }

// Check decodes a module and validates all of it.
func Check(wasm []byte) error {
	m, err := decode.Decode(wasm)
	if err != nil {
		return err
	}
	if err := validate.Module(m); err != nil {
		return err
	}
	for i := range m.Codes {
		if _, err := validate.Func(m, i); err != nil {
			return err
		}
	}
	return nil
}

// Instantiate implements Engine.
func (e *Translated) Instantiate(wasm []byte, imports rt.Resolver) (rt.Instance, error) {
	key := Key(wasm)
	if reason, ok := e.Skipped[key]; ok {
		return nil, &Skip{reason}
	}
	if reason, ok := e.Failed[key]; ok {
		return nil, fmt.Errorf("not translated: %s", reason)
	}
	link := e.Links[key]
	if link == nil {
		return nil, fmt.Errorf("module %s was not built into this program", key)
	}
	var opts []rt.Option
	if e.Options != nil {
		var err error
		if opts, err = e.Options(); err != nil {
			return nil, err
		}
	}
	return link(imports, opts...)
}

// NewMemory implements Engine.
func (e *Translated) NewMemory(t mem.Type) (mem.Memory, error) { return e.Memory(t) }

// Main runs the script at path and writes one JSON object for each command.
func Main(path string, e Engine, out io.Writer) error {
	s, err := Load(path)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	var failed error
	err = Run(s, e, func(r Result) {
		if err := enc.Encode(r); err != nil {
			failed = err
		}
	})
	if err != nil {
		return err
	}
	return failed
}
