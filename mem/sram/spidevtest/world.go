//go:build linux && (amd64 || arm64)

package spidevtest

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"
)

// worldVariable tells a process that it is to become the first of a world, and what that is like: "FD CHIPS BUFSIZ".
const worldVariable = "SPIDEVTEST_WORLD"

// Enter returns at once in all processes but those that [Bus.Run] starts: there it makes the world and becomes the program. Call it first in
// TestMain.
func Enter() {
	text, ok := os.LookupEnv(worldVariable)
	if !ok {
		return
	}
	runtime.LockOSThread() // a filter is that of a thread, and of what the thread turns into
	os.Unsetenv(worldVariable)
	w, err := parseWorld(text)
	if err == nil {
		err = w.make()
	}
	if err != nil {
		fmt.Fprintln(os.NewFile(uintptr(w.fd), "socket"), err)
		os.Exit(1)
	}
	err = syscall.Exec(os.Args[0], os.Args[1:], os.Environ())
	fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[0], err)
	os.Exit(1)
}

// A world is what a program finds.
type world struct {
	fd      int // of the socket to the test process
	chips   int
	bufSize int
}

func (w world) String() string { return fmt.Sprintf("%d %d %d", w.fd, w.chips, w.bufSize) }

func parseWorld(text string) (w world, err error) {
	w.fd = 2 // for the report, if it is not known where that goes
	_, err = fmt.Sscan(text, &w.fd, &w.chips, &w.bufSize)
	return w, err
}

// make makes the world and hands over the listener of the filter.
func (w world) make() error {
	if err := w.mount(); err != nil {
		return err
	}
	listener, err := filterIoctls()
	if err != nil {
		return err
	}
	if err := syscall.Sendmsg(w.fd, []byte{0}, syscall.UnixRights(listener), nil, 0); err != nil {
		return fmt.Errorf("handing over the filter's listener: %w", err)
	}
	return errors.Join(syscall.Close(listener), syscall.Close(w.fd))
}

// devices are those that programs expect in any /dev.
var devices = []string{"null", "zero", "full", "random", "urandom", "tty"}

// mount puts a /dev and a /sys/module in place of those of the machine.
func (w world) mount() error {
	const modules, dev = "/sys/module", "/sys/module/dev" // there is no other place that is sure to exist
	steps := []func() error{
		func() error { return mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE) },
		func() error { return mount("tmpfs", modules, "tmpfs", 0) },
		func() error { return os.MkdirAll(modules+"/spidev/parameters", 0o755) },
		func() error {
			return os.WriteFile(modules+"/spidev/parameters/bufsiz", fmt.Appendln(nil, w.bufSize), 0o444)
		},
		func() error { return os.Mkdir(dev, 0o755) },
		func() error { return mount("tmpfs", dev, "tmpfs", 0) },
		func() error { return w.fill(dev) },
		func() error { return mount(dev, "/dev", "", syscall.MS_MOVE) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// fill makes the files of /dev.
func (w world) fill(dev string) error {
	for _, name := range devices {
		if _, err := os.Stat("/dev/" + name); err != nil {
			continue
		}
		if err := os.WriteFile(dev+"/"+name, nil, 0o666); err != nil {
			return err
		}
		if err := mount("/dev/"+name, dev+"/"+name, "", syscall.MS_BIND); err != nil {
			return err
		}
	}
	for i, name := range []string{"stdin", "stdout", "stderr"} {
		if err := os.Symlink("/proc/self/fd/"+strconv.Itoa(i), dev+"/"+name); err != nil {
			return err
		}
	}
	for i := range w.chips {
		if err := os.WriteFile(dev+"/"+deviceName(i), nil, 0o666); err != nil {
			return err
		}
	}
	return os.Symlink("/proc/self/fd", dev+"/fd")
}

// deviceName is the file of a chip select.
func deviceName(i int) string { return fmt.Sprintf("spidev0.%d", i) }

func mount(source, target, kind string, flags uintptr) error {
	if err := syscall.Mount(source, target, kind, flags, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}

// Numbers of seccomp(2), prctl(2) and of classic BPF (linux/seccomp.h, linux/prctl.h, linux/bpf_common.h).
const (
	seccompSetModeFilter = 1
	seccompNewListener   = 1 << 3
	seccompWaitKillable  = 1 << 5 // SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
	seccompReturnNotify  = 0x7fc00000
	seccompReturnAllow   = 0x7fff0000
	prSetNoNewPrivs      = 38
	bpfLoad              = syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS
	bpfAnd               = syscall.BPF_ALU | syscall.BPF_AND | syscall.BPF_K
	bpfJumpEqual         = syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K
	bpfReturn            = syscall.BPF_RET | syscall.BPF_K
	dataNr, dataArch     = 0, 4             // offsets in struct seccomp_data
	dataArg1             = 16 + 1*8         // its lower half: both architectures are little endian
	typeMask, typeSPI    = 0xff00, 'k' << 8 // the type in the number of an ioctl
)

// filterIoctls stops the ioctls of type 'k', of this thread and of what it executes. The listener receives them.
func filterIoctls() (listener int, err error) {
	program := []syscall.SockFilter{
		{Code: bpfLoad, K: dataArch},
		{Code: bpfJumpEqual, K: auditArch, Jf: 6},
		{Code: bpfLoad, K: dataNr},
		{Code: bpfJumpEqual, K: syscall.SYS_IOCTL, Jf: 4},
		{Code: bpfLoad, K: dataArg1},
		{Code: bpfAnd, K: typeMask},
		{Code: bpfJumpEqual, K: typeSPI, Jf: 1},
		{Code: bpfReturn, K: seccompReturnNotify},
		{Code: bpfReturn, K: seccompReturnAllow},
	}
	fprog := syscall.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0); e != 0 {
		return 0, fmt.Errorf("prctl(PR_SET_NO_NEW_PRIVS): %w", e)
	}
	// A signal, as Go's runtime sends them, would end an ioctl that is being answered, and the kernel would begin it again: one message would be
	// two. From Linux 5.19 on it waits.
	fd, _, e := syscall.RawSyscall(sysSeccomp, seccompSetModeFilter, seccompNewListener|seccompWaitKillable, uintptr(unsafe.Pointer(&fprog)))
	if e == syscall.EINVAL {
		fd, _, e = syscall.RawSyscall(sysSeccomp, seccompSetModeFilter, seccompNewListener, uintptr(unsafe.Pointer(&fprog)))
	}
	if e != 0 {
		return 0, fmt.Errorf("seccomp with a listener (Linux 5.5 or later, and no such filter above): %w", e)
	}
	return int(fd), nil
}
