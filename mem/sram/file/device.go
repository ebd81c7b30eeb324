package file

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// Device is a file as external memory, see sram.Device. It serves one goroutine at a time.
type Device struct {
	file   handle
	path   string
	size   uint64
	broken error // why the file can no longer be trusted
}

// A handle is what a Device needs of an os.File.
type handle interface {
	io.ReaderAt
	io.WriterAt
	io.Seeker
	io.Closer
	Sync() error
}

var _ handle = (*os.File)(nil)

// String is the path of the file.
func (d *Device) String() string { return d.path }

// Size is the size of the file in bytes when it was opened.
func (d *Device) Size() uint64 { return d.size }

// Transfer writes w at waddr, then reads r from raddr. The operating system may keep what is written in its memory for a while, where it
// outlives this process, but not a power cut: see Sync.
func (d *Device) Transfer(waddr uint64, w []byte, raddr uint64, r []byte) error {
	if d.broken != nil {
		return d.broken
	}
	if err := sram.CheckTransfer(d, waddr, w, raddr, r); err != nil {
		return err
	}
	if err := d.write(w, waddr); err != nil {
		return err
	}
	return d.read(r, raddr)
}

// write makes sure that the file is as long as it was: else it would get its length back, and what was cut off would read as zeros.
func (d *Device) write(w []byte, addr uint64) error {
	if len(w) == 0 {
		return nil
	}
	if err := d.checkLength(); err != nil {
		return err
	}
	_, err := d.file.WriteAt(w, int64(addr))
	return err
}

func (d *Device) read(r []byte, addr uint64) error {
	if len(r) == 0 {
		return nil
	}
	n, err := d.file.ReadAt(r, int64(addr))
	if n == len(r) {
		return nil
	}
	return cmp.Or(d.checkLength(), err)
}

// checkLength fails for ever once the file is shorter than it was: what is gone does not come back.
func (d *Device) checkLength() error {
	end, err := d.file.Seek(0, io.SeekEnd)
	if err == nil && uint64(end) < d.size {
		d.broken = fmt.Errorf("%s: somebody cut it off at %#x; it had %d bytes", d.path, end, d.size)
		return d.broken
	}
	return err
}

// Sync returns when all that was written would outlive a power cut, as far as the operating system and the disk tell (fsync). After an
// error nothing more is read or written: the operating system may have dropped what it could not write, and not say so again.
func (d *Device) Sync() error {
	if d.broken != nil {
		return d.broken
	}
	err := d.file.Sync()
	if err == nil || errors.Is(err, syscall.EINVAL) { // a character device has nothing that waits
		return nil
	}
	d.broken = fmt.Errorf("%s: part of what was written may be lost, open it again: %w", d.path, err)
	return d.broken
}

// Halt syncs and closes the file, which others may open then.
func (d *Device) Halt() error { return errors.Join(d.Sync(), d.file.Close()) }
