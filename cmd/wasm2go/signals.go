package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// A signalError says which signal ended something.
type signalError struct{ os.Signal }

func (e signalError) Error() string { return e.String() }

// untilSignal returns a context that ends with a signal that would end the process, so that what was begun can be undone first.
func untilSignal() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) { // as nohup wants it
			signal.Notify(signals, s)
		}
	}
	go func() {
		select {
		case s := <-signals:
			cancel(signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// interruption is the error of a command that a signal has ended, with the exit code that shells give such programs; nil where none has.
func interruption(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	var by signalError
	if number, ok := syscall.Signal(0), errors.As(context.Cause(ctx), &by); ok {
		if number, ok = by.Signal.(syscall.Signal); ok {
			return exitError(128 + int(number))
		}
	}
	return exitError(interrupted)
}

// interrupted is the exit code for an interrupt.
const interrupted = 128 + int(syscall.SIGINT)
