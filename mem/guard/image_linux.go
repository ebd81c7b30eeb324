//go:build amd64 || arm64

package guard

import (
	"bytes"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"github.com/wasm2go/wasm2go/mem"
)

// An image is a file without a name, in memory. Memories map it: pages are shared by all until one of them writes, which gets a copy.
type image struct {
	file *os.File
	size uint64 // of the memory
	held uint64 // of the file, in whole pages: the rest is zero
}

// Image makes an image (mem.Imager). It holds what is not zero.
func (m *Memory) Image() (mem.Image, error) {
	file, err := memoryFile()
	if err != nil {
		return mem.Copied(m) // the system has no such files
	}
	img := &image{file: file, size: m.Size(), held: wholePages(m.bytes())}
	if err := img.fill(m.s.addr[:img.held]); err != nil {
		file.Close()
		return nil, err
	}
	return img, nil
}

// wholePages is the length of b without the pages at its end that are zero.
func wholePages(b []byte) uint64 {
	page := uint64(syscall.Getpagesize())
	return (uint64(mem.Trimmed(b)) + page - 1) &^ (page - 1)
}

// fill writes those pieces of b that are not zero; the rest of the file is holes.
func (img *image) fill(b []byte) error {
	if err := img.file.Truncate(int64(len(b))); err != nil {
		return err
	}
	const piece = 4096
	var zeros [piece]byte
	for from := 0; from < len(b); {
		to := from
		for to < len(b) && !bytes.Equal(b[to:to+piece], zeros[:]) {
			to += piece
		}
		if _, err := img.file.WriteAt(b[from:to], int64(from)); err != nil {
			return err
		}
		from = to + piece
	}
	return nil
}

// memoryFile makes a file that is in memory, and gone when nobody has it open or mapped.
func memoryFile() (*os.File, error) {
	number := uintptr(319) // of memfd_create, which package syscall does not know
	if runtime.GOARCH == "arm64" {
		number = 279
	}
	const closeOnExec = 1
	name := []byte("wasm2go\x00")
	fd, _, errno := syscall.Syscall(number, uintptr(unsafe.Pointer(&name[0])), closeOnExec, 0)
	if errno != 0 {
		return nil, errno
	}
	return os.NewFile(fd, "memory image"), nil
}

func (img *image) Size() uint64 { return img.size }
func (img *image) Held() uint64 { return img.held }

func (img *image) ReadAt(p []byte, addr uint64) error {
	if err := mem.Check(addr, uint64(len(p)), img.size); err != nil {
		return err
	}
	n := uint64(0)
	if addr < img.held {
		n = min(uint64(len(p)), img.held-addr)
		if _, err := img.file.ReadAt(p[:n], int64(addr)); err != nil {
			return err
		}
	}
	clear(p[n:])
	return nil
}

// Close closes the file. Mappings of it stay.
func (img *image) Close() error { return img.file.Close() }

// setMapped is SetImage. What is mapped from the image already loses the pages that were written.
func (m *Memory) setMapped(img *image) error {
	s := m.s
	if s.image == img {
		if err := s.shrink(img.size); err != nil || img.size == 0 {
			return err
		}
		return syscall.Madvise(s.addr[:img.size], syscall.MADV_DONTNEED)
	}
	if err := s.shrink(0); err != nil {
		return err
	}
	if err := mem.GrowTo(m, img.size); err != nil || img.held == 0 {
		return err
	}
	const access = syscall.PROT_READ | syscall.PROT_WRITE
	if err := mapOver(s.addr[:img.held], access, syscall.MAP_PRIVATE, int(img.file.Fd())); err != nil {
		return err
	}
	runtime.KeepAlive(img)
	s.image = img
	return nil
}
