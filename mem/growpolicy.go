package mem

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// A GrowPolicy is what comes of refused growths in a program that runs as a command.
type GrowPolicy string

// The policies, as users write them.
const (
	GrowSilent GrowPolicy = "silent" // the program gets -1, and nobody else hears of it
	GrowWarn   GrowPolicy = "warn"   // besides, the first refusal is said
	GrowTrap   GrowPolicy = "trap"   // the first refusal ends the program
)

// ParseGrowPolicy reads a policy.
func ParseGrowPolicy(text string) (GrowPolicy, error) {
	all := []string{string(GrowWarn), string(GrowSilent), string(GrowTrap)}
	if !slices.Contains(all, text) {
		return "", fmt.Errorf("%q: want one of %s", text, strings.Join(all, ", "))
	}
	return GrowPolicy(text), nil
}

// OnRefused is the policy as a function for rt.OnGrowRefused; w is where warnings go, one line.
func (p GrowPolicy) OnRefused(w io.Writer) func(*GrowError) error {
	switch p {
	case GrowTrap:
		return func(e *GrowError) error { return e }
	case GrowWarn:
		var once sync.Once
		return func(e *GrowError) error {
			once.Do(func() { fmt.Fprintf(w, "wasm2go: %v\n", e) })
			return nil
		}
	}
	return func(*GrowError) error { return nil } // not nil, which leaves it to others
}
