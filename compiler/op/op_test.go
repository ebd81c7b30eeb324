package op_test

import (
	"go/parser"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
)

func TestOpcodes(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		info := op.Table[o]
		var got op.Op
		var ok bool
		if info.Prefix == 0 {
			got, ok = op.FromByte(byte(info.Code))
		} else {
			got, ok = op.FromPrefix(info.Prefix, uint32(info.Code))
		}
		require.True(t, ok, info.Name)
		require.Equal(t, o, got, info.Name)
		require.Equal(t, info.Name, o.String())
	}
	for _, b := range []byte{0x16, 0x1d, 0xc5, 0xfb, 0xfc, 0xff} {
		_, ok := op.FromByte(b)
		require.False(t, ok, "%#x", b)
	}
	_, ok := op.FromPrefix(0xfc, 1<<31)
	require.False(t, ok)
	_, ok = op.FromPrefix(0x10, 0)
	require.False(t, ok)
}

// What the translator needs a Go template for: the fixed signatures of these proposals.
func TestTemplates(t *testing.T) {
	operand := regexp.MustCompile(`\$(\d+|offset)`)
	for o := op.Op(0); o < op.Invalid; o++ {
		info := op.Table[o]
		switch info.Proposal {
		case op.MVP, op.SignExtension, op.NontrappingFloatToInt, op.WideArithmetic:
		default:
			continue
		}
		switch info.Imm {
		case op.ImmI32, op.ImmI64, op.ImmF32, op.ImmF64, op.ImmMemory:
			continue // the emitter writes these by hand
		}
		if info.Sig == "*" || o == op.Nop {
			continue
		}
		require.NotEmpty(t, info.Go, info.Name)
		_, err := parser.ParseExpr(operand.ReplaceAllString(strings.TrimPrefix(info.Go, "?"), "x$1"))
		require.NoError(t, err, "%s: %s", info.Name, info.Go)
		require.Equal(t, info.Imm == op.ImmMem, strings.Contains(info.Go, "(addr($0), $offset"), info.Name)
		_, results, _ := strings.Cut(info.Sig, ":")
		if info.Go[0] == '?' {
			require.Equal(t, "i", results, info.Name)
		}
	}
}

// A float operation of Go's may be fused with the next one unless a conversion stands between them.
func TestFloatResultsAreConverted(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		if info := op.Table[o]; (info.Sig == "ff:f" || info.Sig == "dd:d") && info.Proposal == op.MVP {
			require.Regexp(t, `^(float32|float64|rt\.\w+)\(.*\)$`, info.Go, info.Name)
		}
	}
}
