package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// These tell the program what it gets, as open.Variable does. wasitarget.Main reads them and hides them from the guest.
const (
	dirsVariable          = "WASM2GO_DIRS"
	limitsVariable        = "WASM2GO_LIMITS"
	deterministicVariable = "WASM2GO_DETERMINISTIC"
	traceVariable         = "WASM2GO_TRACE"
	growVariable          = "WASM2GO_GROW"
	hintVariable          = "WASM2GO_HINT"
)

// settingFlags are the flags that set them.
var settingFlags = map[string]string{
	dirsVariable:          "-dir",
	limitsVariable:        "-max-memory, -max-heap, -max-threads, -max-fds, -max-write or -max-files",
	deterministicVariable: "-deterministic",
	traceVariable:         "-trace",
	growVariable:          "-grow",
	hintVariable:          "the right place for flags",
	open.Variable:         "-sram",
}

// environ checks the flags and returns the environment of the program.
func (f *runFlags) environ() ([]string, error) {
	if err := cmp.Or(f.memoryFlags.check(), f.checkEngine(), f.checkEnv(), checkDeterministic(f.deterministic), f.checkGrow()); err != nil {
		return nil, err
	}
	environ := slices.Clone(f.env)
	if f.deterministic.given {
		environ = append(environ, deterministicVariable+"="+f.deterministic.value)
	}
	if f.grow != "" {
		environ = append(environ, growVariable+"="+f.grow)
	}
	if f.trace {
		environ = append(environ, traceVariable+"=1")
	}
	for _, setting := range []struct {
		variable string
		value    func() (string, error) // "" for none
	}{{open.Variable, f.device}, {limitsVariable, f.limits}, {dirsVariable, f.directories}} {
		value, err := setting.value()
		if err != nil {
			return nil, err
		}
		if value != "" {
			environ = append(environ, setting.variable+"="+value)
		}
	}
	return environ, nil
}

// checkEnv refuses what is no variable, or one that a flag sets.
func (f *runFlags) checkEnv() error {
	for _, e := range f.env {
		key, _, ok := strings.Cut(e, "=")
		if !ok || key == "" {
			return usagef("-env %q: want KEY=VALUE", e)
		}
		if flags := settingFlags[key]; flags != "" {
			return usagef("-env: %s tells the program what flags say: use %s", key, flags)
		}
	}
	return nil
}

// checkGrow refuses what is no policy.
func (f *runFlags) checkGrow() error {
	if f.grow == "" {
		return nil
	}
	if _, err := mem.ParseGrowPolicy(f.grow); err != nil {
		return usagef("-grow %v", err)
	}
	return nil
}

// device returns the memory spec for the program: what -sram says, else what the variable says, "" for none. What is wrong with it, buses
// that this machine lacks included, shows before anything is built.
func (f *runFlags) device() (string, error) {
	if !f.backend.Device {
		if f.sram != "" {
			return "", usagef("-sram says where -mem sram is; this is -mem %s", f.mem)
		}
		return "", nil
	}
	text := f.sram
	if text == "" {
		text = os.Getenv(open.Variable)
	}
	if text == "" {
		return "", nil
	}
	chips, err := spec.Parse(text)
	if err != nil {
		return "", usagef("%v", err)
	}
	return chips.String(), periph.Check(chips)
}

// directories returns the value of WASM2GO_DIRS, see wasitarget.ParseDirs.
func (f *runFlags) directories() (string, error) {
	const separator = string(os.PathListSeparator)
	items := make([]string, len(f.dirs))
	for i, d := range f.dirs {
		host, guest, named := strings.Cut(d, "::")
		if !named {
			guest = host
		}
		name, access, limited := strings.Cut(guest, "::")
		if host == "" || name == "" || limited && access != "ro" {
			return "", usagef("-dir %q: want HOST, HOST::GUEST or HOST::GUEST::ro", d)
		}
		if strings.Contains(host, separator) || strings.Contains(name, separator) {
			return "", usagef("-dir %q: a name must not contain %s", d, separator)
		}
		if info, err := os.Stat(host); err != nil {
			return "", fmt.Errorf("-dir %s: %w", host, cause(err))
		} else if !info.IsDir() {
			return "", fmt.Errorf("-dir %s: not a directory", host)
		}
		items[i] = host + "::" + guest
	}
	return strings.Join(items, separator), nil
}

// limits returns the value of WASM2GO_LIMITS, "" for none.
func (f *runFlags) limits() (string, error) {
	var items []string
	for _, l := range []struct {
		flag, name, text string
		parse            func(string) (uint64, error)
	}{
		{"max-memory", "memory", f.maxMemory, parsePages},
		{"max-heap", "heap", f.maxHeap, parseBytes},
		{"max-threads", "threads", f.maxThreads, parseCount},
		{"max-fds", "fds", f.maxFds, parseCount},
		{"max-write", "write", f.maxWrite, parseBytes},
		{"max-files", "create", f.maxFiles, parseCount},
	} {
		if l.text == "" {
			continue
		}
		n, err := l.parse(l.text)
		if err != nil {
			return "", usagef("-%s %v", l.flag, err)
		}
		items = append(items, fmt.Sprintf("%s=%d", l.name, n))
	}
	return strings.Join(items, ","), nil
}

// parseBytes reads a number of bytes: 65536, 64K, 16M, 2G.
func parseBytes(text string) (uint64, error) {
	digits := strings.TrimRight(text, "KMG")
	by, known := map[string]int{"": 0, "K": 10, "M": 20, "G": 30}[text[len(digits):]]
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || !known || n == 0 || n > 1<<62>>by {
		return 0, fmt.Errorf("%q: want a number of bytes, as 65536, 64K, 16M or 2G", text)
	}
	return n << by, nil
}

// parseCount reads a number of things, at least one: no limit would be the opposite of what 0 says.
func parseCount(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q: want a number, at least 1 and below 2^31", text)
	}
	return n, nil
}

// parsePages is parseBytes for a memory, which consists of pages.
func parsePages(text string) (uint64, error) {
	n, err := parseBytes(text)
	if err == nil && n < mem.Page {
		err = fmt.Errorf("%q: a page of memory is 64K", text)
	}
	return n, err
}
