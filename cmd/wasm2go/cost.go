package main

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// What go build needs for a translated module, fitted to Lua, SQLite and a Go program (0.3, 1.0 and 2.5 MB of function bodies) with guard
// memory on one amd64 machine: the Go compiler's time grows with the code, its memory with the code and, because functions are compiled
// one by one, with the largest of them.
const (
	secondsBase     = 1.0   // CPU seconds: runtime packages and linking
	secondsPerMB    = 15.0  // CPU seconds for 1e6 bytes of function bodies
	memoryBase      = 80e6  // bytes
	memoryPerByte   = 900.0 // bytes for a byte of function bodies
	memoryOfLargest = 4e3   // bytes for a byte of the largest body

	// More code than this becomes several packages, which are compiled one by one. Measured peaks are 3.3 GB (Go's own
	// compiler) to 5.2 GB (PHP).
	onePackage    = 2.6e6 // bytes of function bodies
	memoryPackage = 4.5e9 // bytes
)

// A cost is what the Go compiler will need.
type cost struct {
	cpuSeconds float64
	peakBytes  float64
}

// buildCost predicts the cost of go build for a module.
func buildCost(m *wasm.Module) cost {
	total, largest := 0, 0
	for _, c := range m.Codes {
		total += len(c.Bytes)
		largest = max(largest, len(c.Bytes))
	}
	peak := memoryBase + memoryPerByte*float64(total) + memoryOfLargest*float64(largest)
	if total > onePackage {
		peak = memoryPackage
	}
	return cost{cpuSeconds: secondsBase + secondsPerMB*float64(total)/1e6, peakBytes: peak}
}

func (c cost) String() string {
	return fmt.Sprintf("about %.0f s of CPU time and %.1f GB of memory", c.cpuSeconds, c.peakBytes/1e9)
}
