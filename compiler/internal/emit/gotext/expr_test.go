package gotext

import (
	"go/format"
	"testing"

	"github.com/stretchr/testify/require"
)

// Operators without blanks around them must not run into a sign.
func TestSigns(t *testing.T) {
	minus := Unary("-", Atom("1"))
	product := Binary(minus, "*", Atom("y"))
	for _, n := range []*Expr{
		Binary(Atom("x"), "-", minus),
		Binary(Atom("x"), "-", product),
		Binary(Atom("x"), "+", product),
		Binary(Atom("x"), "*", minus),
		Binary(Binary(Atom("x"), "-", product), "-", product),
		Call("f", Binary(Atom("x"), "-", minus), Atom("z")),
		Call("f", Binary(Atom("x"), "-", product), Atom("z")),
		Call("f", Binary(Atom("x"), "+", product), Atom("z")),
		Call("f", Call("g", Binary(Atom("x"), "-", product), Atom("w")), Atom("z")),
	} {
		text := []byte("_ = " + n.String())
		want, err := format.Source(text)
		require.NoError(t, err, string(text))
		require.Equal(t, string(want), string(text))
	}
}
