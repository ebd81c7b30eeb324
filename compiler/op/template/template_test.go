package template

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func fill(p Piece) string {
	switch p.Kind {
	case Operand:
		return fmt.Sprint("r", p.Operand)
	case Address:
		return fmt.Sprintf("addr%d", p.Operand)
	}
	return strings.TrimPrefix(names[p.Kind], "$")
}

func TestFill(t *testing.T) {
	for _, test := range []struct {
		column, want string
		operands     int
	}{
		{"$0 + $1", "r0 + r1", 2},
		{"?uint32($1) < uint32($0)", "uint32(r1) < uint32(r0)", 2},
		{"int64(int8(mem.Load8(ea($0, $offset))))", "int64(int8(mem.Load8(addr0)))", 1},
		{"abi.Load8Lane(mem, ea($0, $offset), $1, $lane)", "abi.Load8Lane(mem, addr0, r1, lane)", 2},
		{"$0.Get($type, $field)", "r0.Get(type, field)", 1},
		{"abi.Shuffle($0, $1, $v128)", "abi.Shuffle(r0, r1, v128)", 2},
	} {
		parsed, err := Parse(test.column)
		require.NoError(t, err, test.column)
		require.Equal(t, test.want, parsed.Fill(fill))
		require.Equal(t, test.column[0] == '?', parsed.Bool)
		require.Equal(t, test.operands, parsed.Operands())
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ column, want string }{
		{"$0 +", "1:5: expected operand, found 'EOF'"},
		{"$0 + $line", "unknown placeholder $line"},
		{"mem.Load8($0 + $offset)", "unknown placeholder $offset"},
		{"mem.Load8(ea($0))", "ea wants an operand and $offset"},
		{"mem.Load8(ea(uint64($0), $offset))", "ea wants an operand and $offset"},
	} {
		_, err := Parse(test.column)
		require.EqualError(t, err, test.want, test.column)
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		column     string
		operands   int
		immediates []Kind
		want       string
	}{
		{"$0 + $1", 2, nil, ""},
		{"$0 + $0", 1, nil, "the Go template must have $0 once"},
		{"$0", 2, nil, "the Go template must have $1 once"},
		{"$0 + $1", 1, nil, "there is no operand $1"},
		{"mem.Load8(ea($0, $offset))", 1, []Kind{Memory, Address}, ""},
		{"mem.Load8($0)", 1, []Kind{Memory, Address}, "the Go template has ea($0, $offset) 0 times"},
		{"mem.Load8(ea($0, $offset))", 1, nil, "the Go template has mem 1 times"},
		{"f($0, $lane)", 1, []Kind{Lane}, ""},
		{"f($0)", 1, []Kind{Lane}, "the Go template has $lane 0 times"},
		{"f($0, $lane, $lane)", 1, []Kind{Lane}, "the Go template has $lane 2 times"},
		{"f($0, $field)", 1, []Kind{Type, Field}, ""},
		{"f($0, $field)", 1, []Kind{Type}, "the Go template has $field 1 times"},
	} {
		parsed, err := Parse(test.column)
		require.NoError(t, err, test.column)
		if err = parsed.Check(test.operands, test.immediates...); test.want == "" {
			require.NoError(t, err, test.column)
		} else {
			require.EqualError(t, err, test.want, test.column)
		}
	}
}
