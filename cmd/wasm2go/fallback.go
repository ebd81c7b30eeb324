package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// interpFlags say which functions are left to the interpreter. Translate and run share them.
type interpFlags struct {
	pattern, fallback string
	regexp            *regexp.Regexp // nil without -interp
}

func (f *interpFlags) register(fs *flags) {
	fs.text(&f.pattern, "", flagRow{"interp", "REGEXP",
		"leave functions to the interpreter: those whose name in the module, or fnN with their index, matches", inOutput})
	fs.text(&f.fallback, "warn", flagRow{"fallback", "HOW",
		"when functions are left to the interpreter unasked, as the Go compiler could not take them: warn, silent or fail; default warn", elsewhere})
}

func (f *interpFlags) check() error {
	if !slices.Contains([]string{"warn", "silent", "fail"}, f.fallback) {
		return usagef("unknown -fallback %q: there are warn, silent and fail", f.fallback)
	}
	if f.pattern == "" {
		return nil
	}
	var err error
	if f.regexp, err = regexp.Compile(f.pattern); err != nil {
		return usagef("-interp: %v", err)
	}
	return nil
}

// set tells the translator which functions to leave to the interpreter: those whose name, or fnN with their index, matches.
func (f *interpFlags) set(o *compiler.Options) {
	if f.regexp == nil {
		return
	}
	o.Interp = func(i uint32, name string) bool {
		return f.regexp.MatchString(name) || f.regexp.MatchString(fmt.Sprintf("fn%d", i))
	}
}

// report names the functions that were left to the interpreter though nobody asked for it, as -fallback says.
func (f *interpFlags) report(module string, list []compiler.Interpreted, s streams) error {
	if len(list) == 0 && f.pattern != "" {
		return fmt.Errorf("%s: -interp %s: no function has such a name", module, f.pattern)
	}
	var names []string
	for _, fn := range list {
		if fn.Reason != "" {
			names = append(names, fmt.Sprintf("%s (fn%d): %s", fn.Name, fn.Index, fn.Reason))
		}
	}
	switch {
	case len(names) == 0 || f.fallback == "silent" || f.fallback == "warn" && s.quiet:
		return nil
	case f.fallback == "fail":
		return fmt.Errorf("%s: -fallback fail: functions for the interpreter: %s", module, strings.Join(names, "; "))
	}
	for _, name := range names {
		message(s.err, yellow, "%s: left to the interpreter: %s", module, name)
	}
	return nil
}
