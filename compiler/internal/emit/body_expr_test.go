package emit

import (
	"go/format"
	"testing"

	"github.com/stretchr/testify/require"
)

// Operators without blanks around them must not run into a sign.
func TestSigns(t *testing.T) {
	minus := newUnary("-", newAtom("1"))
	product := newBinary(minus, "*", newAtom("y"))
	for _, n := range []*node{
		newBinary(newAtom("x"), "-", minus),
		newBinary(newAtom("x"), "-", product),
		newBinary(newAtom("x"), "+", product),
		newBinary(newAtom("x"), "*", minus),
		newBinary(newBinary(newAtom("x"), "-", product), "-", product),
		newCall("f", newBinary(newAtom("x"), "-", minus), newAtom("z")),
		newCall("f", newBinary(newAtom("x"), "-", product), newAtom("z")),
		newCall("f", newBinary(newAtom("x"), "+", product), newAtom("z")),
		newCall("f", newCall("g", newBinary(newAtom("x"), "-", product), newAtom("w")), newAtom("z")),
	} {
		text := appendExpr([]byte("_ = "), n, lowestPrec, 1)
		want, err := format.Source(text)
		require.NoError(t, err, string(text))
		require.Equal(t, string(want), string(text))
	}
}
