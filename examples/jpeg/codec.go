package jpeg

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"example.com/jpeg/internal/vectors"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/data"
	"github.com/wasm2go/wasm2go/rt"
)

// A module is the C code: the package that was translated with vectors, or the one without.
type module interface {
	// Decoding: room for a file, what is done with it, and the picture that comes of it.
	Input(n int32) (at int32, err error)
	Header(at, n int32) (status int32, err error)
	Decode() (status int32, err error)
	GetPicture() (at int32, err error)
	Pixels(y int32) (at int32, err error)

	// Encoding: strips of pixels become bytes.
	Begin(width, height, quality, format int32) (status int32, err error)
	GetStrip() (at int32, err error)
	Encode(rows int32) (n int32, err error)

	GetReason() (at int32, err error) // for a status that is not ok
	LocalMemory() mem.Local
	Close() error
}

// A codec is an instance of the module. It serves one call at a time.
type codec struct {
	module
	file bytes.Buffer
}

// An engine makes codecs, and has those that no goroutine uses. Those that the garbage collector takes out of the pool release their memory.
type engine struct {
	make func() (module, error)
	pool sync.Pool
}

var preferred = &engine{make: func() (module, error) { return vectors.New() }}

// keep is how many bytes of memory a codec may have to be kept.
const keep = 64 << 20

// do calls f with a codec, which is as good as new after errors, but for those of the module itself. One that a panic has passed by does not come back.
func (e *engine) do(f func(*codec) error) error {
	c, ok := e.pool.Get().(*codec)
	if !ok {
		m, err := e.make()
		if err != nil {
			return fmt.Errorf("jpeg: %w", err)
		}
		c = &codec{module: m}
	}
	err := f(c)
	if trap, ok := errors.AsType[*rt.Trap](err); ok {
		c.Close()
		return fmt.Errorf("jpeg: %w", trap)
	}
	if c.LocalMemory().Size()+uint64(c.file.Cap()) > keep {
		c.Close()
		return err
	}
	e.pool.Put(c)
	return err
}

// check makes an error of a status, as jpeg.h numbers them.
func (c *codec) check(status int32) error {
	const ok, truncated, malformed, unsupported = 0, 1, 2, 3
	switch status {
	case ok:
		return nil
	case truncated:
		return fmt.Errorf("jpeg: %w", io.ErrUnexpectedEOF)
	case malformed, unsupported:
	default:
		return errMemory
	}
	at, err := c.GetReason()
	if err != nil {
		return err
	}
	reason, err := data.CString(c.LocalMemory(), at, 256)
	if err != nil {
		return err
	}
	if status == unsupported {
		return UnsupportedError(reason)
	}
	return FormatError(reason)
}
