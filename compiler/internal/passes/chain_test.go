package passes

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func TestChain(t *testing.T) {
	for _, c := range []struct {
		name string
		body []ir.Stmt
		want int
	}{
		{"nothing", list(ret(read(0))), 0},
		{"a sum", list(ret(sum(sum(read(0), read(1)), sum(num(1), read(0))))), 2},
		{"two instructions", list(ret(sum(apply(op.I32Mul, read(0), sum(read(0), read(1))), num(1)))), 1},
		{"in a variable", list(set(1, sum(read(0), num(1))), set(1, sum(read(1), read(0))), set(2, read(1)), ret(sum(num(7), read(2)))), 3},
		{"begun again", list(set(1, sum(read(0), num(1))), set(1, num(3)), ret(sum(read(1), num(7)))), 1},
		{"in blocks", list(set(1, sum(read(0), num(1))), when(is(0), set(1, sum(read(1), num(1)))), ret(sum(read(1), num(1)))), 3},
		{"ends with a call", list(set(1, sum(read(0), num(1))), set(1, call(1, sum(read(1), num(1)))), ret(sum(read(1), num(1)))), 2},
	} {
		m := newMaker(3, 0)
		m.Body = c.body
		require.Equal(t, c.want, Chain(&m.Func), c.name)
	}
}
