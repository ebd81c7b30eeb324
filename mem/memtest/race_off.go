//go:build !race

package memtest

// RaceEnabled tells whether the race detector is there.
const RaceEnabled = false
