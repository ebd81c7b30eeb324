// Package front, internal to this project and without a promise of stability, is what the translator and the interpreter begin
// with: it decodes and validates a module, and refuses what the later stages do not know.
package front

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Check decodes and validates a module. Errors are of type *wasm.Error, those about what is not known yet
// *UnsupportedError.
func Check(file []byte) (*wasm.Module, []*wasm.Body, error) {
	return CheckEach(file, func(int) func() { return func() {} })
}

// CheckEach is Check that tells each how many bodies there are, and calls what that returns for each that is valid, from several goroutines at
// a time.
func CheckEach(file []byte, each func(total int) func()) (*wasm.Module, []*wasm.Body, error) {
	m, err := decode.Decode(file)
	if err != nil {
		return nil, nil, err
	}
	if err := validate.Module(m); err != nil {
		return nil, nil, err
	}
	bodies := make([]*wasm.Body, len(m.Codes))
	done := each(len(m.Codes))
	err = Parallel(len(m.Codes), func(i int) (err error) {
		bodies[i], err = validate.Func(m, i)
		done()
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return m, bodies, Supported(m, bodies)
}
