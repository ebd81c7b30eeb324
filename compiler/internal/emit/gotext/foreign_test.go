package gotext

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestForeign pins what is left of a text that wants out.
func TestForeign(t *testing.T) {
	for text, want := range map[string][2]string{
		`fib`:                    {`fib`, `"fib"`},
		`two words`:              {`two words`, `"two words"`},
		`say "hi"`:               {`say "hi"`, `"say \"hi\""`},
		"a\nfunc init() {}":      {`a\nfunc init() {}`, `"a\nfunc init() {}"`},
		"a`b":                    {`a\x60b`, "\"a`b\""},
		"``, '' and '":           {`\x60\x60, \x27\x27 and '`, `"\x60\x60, \x27\x27 and '"`},
		"\ufeff\u2028\x00\xff\r": {`\ufeff\u2028\x00\xff\r`, `"\ufeff\u2028\x00\xff\r"`},
		"\x1b[31m\u202e":         {`\x1b[31m\u202e`, `"\x1b[31m\u202e"`},
		"":                       {``, `""`},
	} {
		require.Equal(t, want[0], Plain(text))
		require.Equal(t, want[1], Mention(text))
	}
	require.Equal(t, `"''\n"`, Quote("''\n"))
}
