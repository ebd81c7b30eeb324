//go:build !linux

package cost

import "os"

// peakMemory is not known: systems differ in the unit.
func peakMemory(*os.ProcessState) int64 { return 0 }
