package wasitarget

import (
	"fmt"
	"runtime"
)

// ExitError ends the program: the guest called proc_exit, also where Code is 0.
type ExitError struct {
	Code int32 // the guest's exit code; hosts commonly keep its low 8 bits
}

func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", uint32(e.Code)) }

// ProcExit ends the program with an *ExitError.
func (s *System) ProcExit(code int32) error { return &ExitError{Code: code} }

// Signals (typenames.witx, $signal) whose default is not to end the program.
const (
	signalNone  = 0
	signalPipe  = 13
	signalChld  = 16
	signalCont  = 17
	signalStop  = 18
	signalTstp  = 19
	signalTtin  = 20
	signalTtou  = 21
	signalUrg   = 22
	signalWinch = 27
	signalLast  = 30
)

// ProcRaise does what typenames.witx says the signal does: nothing, or end the program, as a shell reports it, with code 128 plus the
// signal. A guest cannot be stopped and continued: errno notsup.
func (s *System) ProcRaise(sig int32) (int32, error) {
	switch sig {
	case signalNone, signalPipe, signalChld, signalCont, signalUrg, signalWinch:
		return s.result(nil)
	case signalStop, signalTstp, signalTtin, signalTtou:
		return s.result(errNotsup)
	}
	if sig < 0 || sig > signalLast {
		return s.result(errInval)
	}
	return 0, &ExitError{Code: 128 + sig}
}

func yield() { runtime.Gosched() }
