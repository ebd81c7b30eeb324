//go:build linux && (amd64 || arm64)

package spidevtest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A refusal is what the kernel does not let us do, for lack of rights or because it was built without.
type refusal struct{ cause error }

func (r *refusal) Error() string {
	return fmt.Sprintf("no world with a fake /dev/spidev0.0 here: %v; it takes Linux 5.5 with seccomp user notification, and user "+
		"namespaces (sysctl user.max_user_namespaces above 0; where AppArmor restricts them, kernel.apparmor_restrict_unprivileged_userns=0; in a "+
		"container, --security-opt seccomp=unconfined)", r.cause)
}

func (r *refusal) Unwrap() error { return r.cause }

// Need skips the test where the kernel refuses what [Bus.Run] needs, and says why.
func Need(t testing.TB) {
	t.Helper()
	var r *refusal
	err := new(Bus).Run(exec.Command("/proc/self/exe", "-test.run=^$"))
	if errors.As(err, &r) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Run starts the command in the world of the bus and waits until it ends, as cmd.Run does; the error is the same. It is for commands that were
// not started yet; give it a context to limit its time. Programs must not run at the same time on one Bus.
func (b *Bus) Run(cmd *exec.Cmd) error {
	if _, inside := os.LookupEnv(worldVariable); inside {
		return errEnter
	}
	b.open()
	if cmd.Err != nil {
		return cmd.Err
	}
	ours, theirs, err := socketpair()
	if err != nil {
		return err
	}
	defer ours.Close()
	err = b.start(cmd, theirs)
	theirs.Close() // or the socket would stay open when the child is gone
	if err != nil {
		return err
	}
	listener, err := receive(ours)
	if err != nil {
		_ = cmd.Process.Kill()
		return errors.Join(err, ignoreExit(cmd.Wait()))
	}
	s := newSupervisor(b, listener)
	go s.serve()
	err = cmd.Wait()
	s.stop()
	return err
}

var errEnter = errors.New("the test binary did not become the program: TestMain must call spidevtest.Enter first")

// ignoreExit leaves out that a process ended badly.
func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

// start makes of the command this very program, which becomes the command in the end.
func (b *Bus) start(cmd *exec.Cmd, socket *os.File) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	w := world{fd: 3 + len(cmd.ExtraFiles), chips: len(b.Chips), bufSize: b.bufSize()}
	cmd.Args = append([]string{cmd.Path}, cmd.Args...)
	cmd.Path = self
	cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], worldVariable+"="+w.String())
	cmd.ExtraFiles = append(cmd.ExtraFiles, socket)
	if cmd.WaitDelay == 0 {
		cmd.WaitDelay = handshake // whoever else has the program's output open does not keep Wait
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	err = cmd.Start()
	for _, refused := range []error{syscall.EPERM, syscall.EACCES, syscall.ENOSPC, syscall.EUSERS, syscall.ENOSYS, syscall.EINVAL} {
		if errors.Is(err, refused) {
			return &refusal{err}
		}
	}
	return err
}

// socketpair is the way on which the child hands over the listener. The parent's end does not block for ever.
func socketpair() (ours, theirs *os.File, err error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs = os.NewFile(uintptr(pair[0]), "socket"), os.NewFile(uintptr(pair[1]), "socket")
	limit := syscall.NsecToTimeval(int64(handshake))
	if err := syscall.SetsockoptTimeval(pair[0], syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &limit); err != nil {
		ours.Close()
		theirs.Close()
		return nil, nil, err
	}
	return ours, theirs, nil
}

// handshake is how long the world may take to be made. It takes milliseconds.
const handshake = 20 * time.Second

// receive waits for the listener's file descriptor, or for the reason why there is none.
func receive(socket *os.File) (listener int, err error) {
	text, rights := make([]byte, 1), make([]byte, syscall.CmsgSpace(4))
	n, rn, _, _, err := recvmsg(int(socket.Fd()), text, rights)
	switch {
	case err != nil:
		return 0, fmt.Errorf("waiting for the child: %w", err)
	case n == 0:
		return 0, errEnter
	case rn == 0:
		reason, err := io.ReadAll(socket)
		return 0, errors.Join(&refusal{errors.New(strings.TrimSpace(string(text) + string(reason)))}, err)
	}
	messages, err := syscall.ParseSocketControlMessage(rights[:rn])
	if err != nil {
		return 0, err
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil {
		return 0, err
	}
	syscall.CloseOnExec(fds[0])
	return fds[0], nil
}

// recvmsg is syscall.Recvmsg until no signal interrupts it.
func recvmsg(fd int, p, oob []byte) (n, oobn, flags int, from syscall.Sockaddr, err error) {
	for {
		n, oobn, flags, from, err = syscall.Recvmsg(fd, p, oob, syscall.MSG_CMSG_CLOEXEC)
		if err != syscall.EINTR {
			return n, oobn, flags, from, err
		}
	}
}
