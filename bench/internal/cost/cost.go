// Package cost measures what it takes to translate a module and to build its translation.
package cost

import (
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

// A Price is what a process and its children took.
type Price struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes of the largest process, 0 where the system does not tell
}

// String implements fmt.Stringer.
func (p Price) String() string {
	s := fmt.Sprintf("%.2f s, %.2f CPU s", p.Wall.Seconds(), p.CPU.Seconds())
	if p.Peak > 0 {
		s += fmt.Sprintf(", peak %.0f MB", float64(p.Peak)/1e6)
	}
	return s
}

// Measure runs a command.
func Measure(cmd *exec.Cmd) (Price, error) {
	start := time.Now()
	err := scratch.Run(cmd)
	p := Price{Wall: time.Since(start)}
	if state := cmd.ProcessState; state != nil {
		p.CPU = state.UserTime() + state.SystemTime()
		p.Peak = peakMemory(state)
	}
	return p, err
}

// Translate translates a file into the directory name of the module.
func Translate(m *scratch.Module, wasm, name, mem string) (Price, error) {
	cmd, err := m.Translate(wasm, name, mem)
	if err != nil {
		return Price{}, err
	}
	return Measure(cmd)
}

// Build builds what the package in the directory name needs, and then measures the package itself, with -p 1. The program becomes
// NAME.program. The module's directory is part of what the build cache goes by, and it is new.
func Build(m *scratch.Module, name, gcflags string) (Price, error) {
	deps, err := m.Go("list", "-f", `{{join .Deps "\n"}}`, "./"+name).Output()
	if err != nil {
		return Price{}, fmt.Errorf("go list: %w", err)
	}
	if err := scratch.Run(m.Go(append([]string{"build"}, strings.Fields(string(deps))...)...)); err != nil {
		return Price{}, err
	}
	return Measure(m.Go("build", "-p", "1", "-gcflags", gcflags, "-o", name+".program", "./"+name))
}
