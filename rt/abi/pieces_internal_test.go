package abi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPieces: what runs a piece of a function is the same call as the piece.
func TestPieces(t *testing.T) {
	setPrograms(t, "example.com/m", &program{module: "m", names: "\nfib 1 20 fib\nodd_tail 2 40 odd\na_routine 3 60 a\n"})
	of := func(name string) callee { return calleeOf("example.com/m." + name) }
	for _, c := range []struct {
		inner, outer string
		want         bool
	}{
		{"fib_part2", "fib", true}, {"fib_part2", "fib_tail", true}, {"fib_tail", "fib", true}, {"fib_tail.func1", "fib", true},
		{"fib", "fib_part2", false}, {"fib", "fib_tail", false}, {"fib_part1", "fib_part2", false}, {"fib", "fib", false},
		{"odd_tail", "fib", false}, {"odd_tail", "odd_tail", false}, {"host", "fib", false},
		{"fib_routine1", "fib", true}, {"fib_routine1", "fib_part2", true}, {"fib_routine12asm", "fib_routine12", true}, {"fib_routine1asm", "fib", true},
		{"fib_routine1", "fib_routine1asm", false}, {"a_routine_part1", "a_routine", true}, {"a_routine_routine1", "a_routine", true}, {"fib_routineasm", "fib", false},
	} {
		require.Equal(t, c.want, of(c.inner).pieceOf(of(c.outer)), "%s in %s", c.inner, c.outer)
	}
}
