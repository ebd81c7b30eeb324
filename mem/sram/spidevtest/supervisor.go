//go:build linux && (amd64 || arm64)

package spidevtest

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"
)

// A supervisor answers the ioctls that the filter stops.
type supervisor struct {
	bus      *Bus
	listener int
	wake     [2]int // a pipe; its end at 1 is closed to stop
	done     chan struct{}
}

func newSupervisor(b *Bus, listener int) *supervisor {
	s := &supervisor{bus: b, listener: listener, done: make(chan struct{})}
	if err := syscall.Pipe2(s.wake[:], syscall.O_CLOEXEC); err != nil {
		panic(fmt.Sprintf("spidevtest: pipe: %v", err)) // out of file descriptors
	}
	return s
}

// stop ends serve and waits for it. Whoever still waits for an answer gets ENOSYS.
func (s *supervisor) stop() {
	syscall.Close(s.wake[1])
	<-s.done
}

// serve answers until it is stopped or no process is left.
func (s *supervisor) serve() {
	defer close(s.done)
	defer syscall.Close(s.listener)
	defer syscall.Close(s.wake[0])
	for s.wait() {
		request := make([]byte, requestSize)
		if e := ioctl(s.listener, notifyReceive, request); e == syscall.ENOENT || e == syscall.EINTR {
			continue // whoever asked is gone
		} else if e != 0 {
			s.bus.note(fmt.Errorf("seccomp notification: %w", e))
			return
		}
		// An error means that whoever asked is gone meanwhile.
		_ = ioctl(s.listener, notifySend, s.answer(request))
	}
}

// Of linux/seccomp.h: struct seccomp_notif and seccomp_notif_resp, and their ioctls. The kernel may know larger ones; it takes these.
const (
	requestSize  = 80
	responseSize = 24

	notifyReceive  = iocReadWrite | requestSize<<16 | '!'<<8 | 0
	notifySend     = iocReadWrite | responseSize<<16 | '!'<<8 | 1
	notifyValid    = iocWrite<<30 | 8<<16 | '!'<<8 | 2
	notifyContinue = 1 // the flag with which the system call goes on to the kernel

	iocReadWrite = (iocRead | iocWrite) << 30
)

// pollFD is struct pollfd.
type pollFD struct {
	fd              int32
	events, revents int16
}

const pollIn = 1

// wait returns true when there is a request, false when there will be none.
func (s *supervisor) wait() bool {
	fds := [2]pollFD{{fd: int32(s.listener), events: pollIn}, {fd: int32(s.wake[0]), events: pollIn}}
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), 0, 0, 0, 0)
		if e == syscall.EINTR {
			continue
		}
		return e == 0 && fds[0].revents&pollIn != 0 && fds[1].revents == 0
	}
}

// answer serves one request.
func (s *supervisor) answer(request []byte) []byte {
	le := binary.LittleEndian
	id, tid := le.Uint64(request), le.Uint32(request[8:])
	fd, cmd, arg := le.Uint64(request[32:]), le.Uint64(request[40:]), le.Uint64(request[48:])
	response := make([]byte, responseSize)
	le.PutUint64(response, id)

	file, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, fd))
	l := s.bus.line(filepath.Base(file))
	if err != nil || l == nil || !s.valid(id) {
		le.PutUint32(response[20:], notifyContinue)
		return response
	}
	n, errno := s.bus.ioctl(l, uint32(cmd), arg, process(tid))
	le.PutUint64(response[8:], uint64(n))
	le.PutUint32(response[16:], uint32(-int32(errno)))
	return response
}

// line finds the chip select of a file by its name: the path cannot be seen from outside of the program's world.
func (b *Bus) line(name string) *line {
	for i, l := range b.lines {
		if name == deviceName(i) {
			return l
		}
	}
	return nil
}

// valid tells whether the process that asked is still the one with that number.
func (s *supervisor) valid(id uint64) bool {
	return ioctl(s.listener, notifyValid, binary.LittleEndian.AppendUint64(nil, id)) == 0
}

func ioctl(fd int, cmd uintptr, arg []byte) syscall.Errno {
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), cmd, uintptr(unsafe.Pointer(&arg[0])))
	return e
}

// process is the memory of a process.
type process uint32

func (p process) read(addr uint64, b []byte) bool  { return p.move(sysProcessVMReadv, addr, b) }
func (p process) write(addr uint64, b []byte) bool { return p.move(sysProcessVMWritev, addr, b) }

// move copies between b and the memory at addr.
func (p process) move(call uintptr, addr uint64, b []byte) bool {
	if len(b) == 0 {
		return true
	}
	local := syscall.Iovec{Base: &b[0], Len: uint64(len(b))}
	remote := [2]uint64{addr, uint64(len(b))} // an iovec, too, but of another process: no pointer of ours
	n, _, e := syscall.Syscall6(call, uintptr(p), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	return e == 0 && int(n) == len(b)
}
