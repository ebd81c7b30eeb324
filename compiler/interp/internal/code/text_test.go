package code

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
)

var update = flag.Bool("update", false, "rewrite testdata/functions.txt")

// TestCode compares the code of the functions in testdata/functions.wat with testdata/functions.txt.
func TestCode(t *testing.T) {
	file, err := os.ReadFile("testdata/functions.wasm")
	require.NoError(t, err)
	m, bodies, err := front.Check(file)
	require.NoError(t, err)
	var b strings.Builder
	for _, variant := range []string{"", "metered", "assembly"} {
		for k, body := range bodies {
			i := uint32(m.ImportedFuncs + k)
			name := m.FuncName(int(i))
			if variant == "metered" && name != "sum" || variant == "assembly" && name != "vectors" {
				continue
			}
			o := Options{Other: func(i uint32) bool { return int(i) < m.ImportedFuncs }, Assembly: variant == "assembly"}
			f := Lower(m, lower.Func(m, i, body, ir.Metering{Fuel: variant == "metered"}), o)
			fmt.Fprintf(&b, "fn%d %q %v @%#x", i, name, body.Type, m.Codes[k].Offset)
			if variant != "" {
				b.WriteString(", " + variant)
			}
			fmt.Fprintf(&b, "\n%s\n", text(f))
		}
	}
	const golden = "testdata/functions.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// text is a function's code, a line for each instruction: its number, its name, its operands, and where in the file the Wasm instruction
// is that may trap or call. Registers are left out where all are 0, and so is a constant that is.
func text(f *Func) string {
	var b strings.Builder
	places := f.places
	for pc, in := range f.Code {
		line := fmt.Sprintf("%4d  %s", pc, padded(in.Op.String(), 24))
		for k, r := range []uint16{in.A, in.B, in.C} {
			if in.A|in.B|in.C != 0 {
				line += fmt.Sprintf(" %c%d", "ABC"[k], r)
			}
		}
		imm := in.Imm
		if to, jumps := destination(pc, in); jumps {
			line += fmt.Sprintf(" -> %d", to)
			imm = in.Imm >> 32
		}
		if imm != 0 {
			line += fmt.Sprintf(" %#x", imm)
		}
		if len(places) > 0 && int(places[0].pc) == pc {
			line = padded(line, 56) + fmt.Sprintf(" @%#x", places[0].offset)
			places = places[1:]
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func padded(s string, width int) string { return fmt.Sprintf("%-*s", width, s) }

var jumping = regexp.MustCompile(`^(Jump|None|.*J(N|K|KN)?)$`)

// destination is where an instruction jumps, or an entry of a table. The distance is in the lower half of the constant.
func destination(pc int, in Instr) (to int, jumps bool) {
	if !jumping.MatchString(in.Op.String()) {
		return 0, false
	}
	if in.Op != None {
		pc++
	}
	return pc + int(int32(in.Imm))/Size, true
}
