// Package spec runs the scripts of the WebAssembly core test suite, converted to JSON and binaries, on an engine.
//
// On Linux its tests run on other processors, too, as emulated by qemu (apt-get install qemu-user-static): drivers, with translated modules
// as Go text and as assembly, and with the interpreter, are built here and run there. This takes hours; parts of it are chosen by -run, and
// without WASM2GO_LONG it is the essentials.
//
//	WASM2GO_LONG=1 WASM2GO_EMULATED=arm64 go test -timeout 0 ./golden/spec
//	WASM2GO_LONG=1 WASM2GO_EMULATED=s390x go test -timeout 0 ./golden/spec
package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// A Script is one converted .wast file.
type Script struct {
	Path     string    `json:"-"` // of the .json file; its modules lie beside it
	Commands []Command `json:"commands"`
}

// A Command is one line of a script. Which fields count depends on Type.
type Command struct {
	Type       string  `json:"type"`
	Line       int     `json:"line"` // in the .wast file
	Filename   string  `json:"filename"`
	ModuleType string  `json:"module_type"`     // "binary", or "text" for quoted text
	Binary     string  `json:"binary_filename"` // what the converter made of quoted text, if it could
	Name       string  `json:"name"`
	As         string  `json:"as"`       // register
	Module     string  `json:"module"`   // module_instance: the definition
	Instance   string  `json:"instance"` // module_instance
	Action     *Action `json:"action"`
	Expected   []Value `json:"expected"`
	Text       string  `json:"text"` // start of the expected message
}

// An Action calls an exported function or reads an exported global.
type Action struct {
	Type   string  `json:"type"`   // "invoke" or "get"
	Module string  `json:"module"` // name of the instance; the current one where it is missing
	Field  string  `json:"field"`
	Args   []Value `json:"args"`
}

// A Value is an argument or the pattern of a result.
type Value struct {
	Type     string  `json:"type"`
	LaneType string  `json:"lane_type"` // v128
	Value    Lanes   `json:"value"`
	Values   []Value `json:"values"` // either
}

// Lanes is the text of a value: one string for a scalar, several for a vector, none where any value fits.
type Lanes []string

// UnmarshalJSON accepts a string and a list of strings.
func (l *Lanes) UnmarshalJSON(data []byte) error {
	var scalar string
	if json.Unmarshal(data, &scalar) == nil {
		*l = Lanes{scalar}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(l))
}

// Load reads the script in a .json file.
func Load(path string) (*Script, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &Script{Path: path}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i := range s.Commands {
		if c := &s.Commands[i]; c.Binary != "" {
			c.Filename, c.ModuleType = c.Binary, "binary"
		}
	}
	return s, nil
}

// Module returns the module of a command; it may only be called if HasBinary.
func (s *Script) Module(c *Command) ([]byte, error) {
	return os.ReadFile(filepath.Join(filepath.Dir(s.Path), c.Filename))
}

// HasBinary reports whether the command comes with a module in the binary format.
func (c *Command) HasBinary() bool { return c.Filename != "" && c.ModuleType == "binary" }

// Compiles reports whether the command wants its module translated: it is a valid one.
func (c *Command) Compiles() bool {
	switch c.Type {
	case "module", "module_definition", "assert_unlinkable", "assert_uninstantiable":
		return c.HasBinary()
	}
	return false
}
