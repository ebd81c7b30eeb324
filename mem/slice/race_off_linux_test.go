//go:build !race

package slice_test

const raceEnabled = false
