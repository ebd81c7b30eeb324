//go:build !linux

package interp_test

import "time"

// A cpuClock stands still where nothing is known of other threads' time.
type cpuClock struct{}

func threadClock() cpuClock { return cpuClock{} }

func (cpuClock) now() time.Duration { return 0 }
