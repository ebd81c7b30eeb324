package main

import (
	"io"

	"github.com/wasm2go/wasm2go/compiler"
)

// streams are where a command reads and writes, and how much it says.
type streams struct {
	in             io.Reader
	out, err       io.Writer
	quiet, verbose bool
	bar            *bar // how far it is; err writes through it
}

// note tells people what is no error.
func (s streams) note(format string, args ...any) {
	if !s.quiet {
		message(s.err, yellow, "note: "+format, args...)
	}
}

// say tells what was done, to those who want to know.
func (s streams) say(format string, args ...any) {
	if s.verbose {
		message(s.err, green, format, args...)
	}
}

// progress is what the translator reports to, nil where nobody looks.
func (s streams) progress() func(stage string, done, total int) {
	if s.bar == nil {
		return nil
	}
	return func(stage string, done, total int) {
		if stage == compiler.Writing {
			total = 0 // it is one step
		}
		s.bar.step(stage, done, total)
	}
}

// talkFlags say how much a command says.
type talkFlags struct{ quiet, verbose bool }

func (f *talkFlags) register(fs *flags) {
	fs.toggle(&f.quiet, flagRow{"q", "", "say nothing but errors, and show no progress", elsewhere})
	fs.toggle(&f.verbose, flagRow{"v", "", "say what is done: functions translated, files written, packages built, and how long it took", elsewhere})
}

func (f *talkFlags) check() error {
	if f.quiet && f.verbose {
		return usageError("-q and -v exclude each other")
	}
	return nil
}

// begin is how a command talks that may take its time. Its bar has to be ended.
func (f *talkFlags) begin(s streams) streams {
	s.quiet, s.verbose = f.quiet, f.verbose
	if f.quiet {
		return s
	}
	if s.bar = newBar(s.err); s.bar != nil {
		s.err = s.bar
	}
	return s
}
