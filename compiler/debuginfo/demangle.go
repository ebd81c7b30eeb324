package debuginfo

import (
	"strings"

	"github.com/ianlancetaylor/demangle"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Demangle gives functions with a mangled name (C++, Rust) one for people as well: see wasm.Module.PlainName.
func Demangle(m *wasm.Module) {
	m.Names.Demangled = nil
	for _, f := range m.Names.Funcs {
		if name := demangled(f.Name); name != f.Name {
			m.Names.Demangled = append(m.Names.Demangled, wasm.NameAssoc{Index: f.Index, Name: name})
		}
	}
}

// The longest names that are taken, and made: some mangled ones are short for very long ones, up to 1024 bytes of which say enough.
const (
	longestMangled = 4096
	longestPower   = 10
)

// demangled is the name that stands behind a mangled one, without the types of parameters, or the name itself.
func demangled(name string) (plain string) {
	if len(name) > longestMangled || !strings.HasPrefix(name, "_Z") && !strings.HasPrefix(name, "_R") {
		return name
	}
	defer func() {
		if recover() != nil {
			plain = name // it is no mangled one
		}
	}()
	return demangle.Filter(name, demangle.NoParams, demangle.MaxLength(longestPower))
}
