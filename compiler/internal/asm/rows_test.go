package asm

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// values are the instructions that compute a value of others, and cannot trap: those that could have a row.
func values() (list []op.Op) {
	sig := regexp.MustCompile(`^[ijfdv]+:[ijfdv]$`)
	for o, info := range op.Table {
		if info.Effect == op.Pure && info.Go != "" && sig.MatchString(info.Sig) {
			list = append(list, op.Op(o))
		}
	}
	return list
}

// targets are the architectures that there are rows of.
var targets = []*target{targetAMD64, targetARM64}

// TestRowsComplete: each instruction that could have a row has one, and no other.
func TestRowsComplete(t *testing.T) {
	for _, m := range targets {
		a := m.rows()
		for _, o := range values() {
			require.NotNil(t, a.row(o), "%s: %s", m.name, o)
		}
		require.Len(t, a.rows, len(values()))
	}
	for o, info := range op.Table {
		if info.Proposal == op.SIMD || info.Proposal == op.RelaxedSIMD {
			without := info.Accesses() || info.Imm == op.ImmV128 || info.Imm == op.ImmShuffle // those the selector makes by hand
			require.Equal(t, without, rowsAMD64().row(op.Op(o)) == nil, info.Name)
		}
	}
}

// TestRowsWritten looks for mistakes in templates that no result need show.
func TestRowsWritten(t *testing.T) {
	for _, m := range targets {
		for o, r := range m.rows().rows {
			require.False(t, r.tied && r.early, o)
			operands, _, _ := strings.Cut(op.Table[o].Sig, ":")
			for _, lane := range r.lanes {
				all := strings.Join(lane, ";")
				for i := range operands {
					require.Equal(t, i > 0 || !r.tied, regexp.MustCompile(fmt.Sprintf(`\$%d\b`, i)).MatchString(all), "%s: %v: $%d", m.name, o, i)
				}
				require.NotRegexp(t, `\b[RXVF]\d|\b[ABCD]X\b`, placeholder.ReplaceAllString(all, ""), "%s: %v names a register", m.name, o)
				if m == targetAMD64 {
					require.NotRegexp(t, `\bV[A-Z]`, all, "%v is of AVX", o)
				}
			}
		}
	}
}

// TestRowsCompute proves rows by computing with them, in registers of all kinds.
func TestRowsCompute(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs with the go command; run without -short")
	}
	for _, m := range targets {
		t.Run(m.name, func(t *testing.T) {
			args := []string{"run"}
			if m.name != runtime.GOARCH {
				emulator, err := exec.LookPath(m.emulator)
				if err != nil {
					t.Skipf("runs instructions of %s, if not by the processor by an emulator: %v", m.name, err)
				}
				args = append(args, "-exec", emulator)
			}
			cmd := exec.Command("go", append(args, ".")...)
			cmd.Dir = newProof(m).write(t)
			cmd.Env = append(os.Environ(), "GOARCH="+m.name, "GOFLAGS=-mod=mod -trimpath", "GOPROXY=off")
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			t.Logf("%s", out)
		})
	}
}

// A target is an architecture as the proof needs it: rows, and how to move values between memory and registers.
type target struct {
	name      string
	emulator  string // a program that runs those of this architecture
	rows      func() *arch
	registers map[byte][][]string // of a class, some sets of four
	receive   string              // the instruction that loads the pointer to slots, into a register that rows leave alone
	load      func(kind byte, from int, reg string) string
	store     func(kind byte, reg string, to int) string
}

var targetAMD64 = &target{
	name:     "amd64",
	emulator: "qemu-x86_64-static",
	rows:     rowsAMD64,
	registers: map[byte][][]string{
		'X': {{"X0", "X1", "X2", "X3"}, {"X13", "X8", "X7", "X12"}},
		'R': {{"BX", "SI", "DI", "R9"}, {"R13", "R8", "R12", "DI"}, {"DI", "R12", "R13", "BX"}},
	},
	receive: "MOVQ p+0(FP), DX",
	load: func(kind byte, from int, reg string) string {
		mnemonic := "MOVUPS"
		switch kind {
		case 'i':
			mnemonic = "MOVL"
		case 'j':
			mnemonic = "MOVQ"
		}
		return fmt.Sprintf("%s %d(DX), %s", mnemonic, from, reg)
	},
	store: func(kind byte, reg string, to int) string {
		mnemonic := "MOVUPS"
		if bank(kind) == 'R' {
			mnemonic = "MOVQ"
		}
		return fmt.Sprintf("%s %s, %d(DX)", mnemonic, reg, to)
	},
}

var targetARM64 = &target{
	name:     "arm64",
	emulator: "qemu-aarch64-static",
	rows:     rowsARM64,
	registers: map[byte][][]string{
		'X': {{"V0", "V1", "V2", "V3"}, {"V29", "V8", "V16", "V15"}},
		'R': {{"R0", "R1", "R2", "R3"}, {"R24", "R19", "R15", "R8"}},
	},
	receive: "MOVD p+0(FP), R17",
	load: func(kind byte, from int, reg string) string {
		switch kind {
		case 'i':
			return fmt.Sprintf("MOVWU %d(R17), %s", from, reg)
		case 'j':
			return fmt.Sprintf("MOVD %d(R17), %s", from, reg)
		}
		return fmt.Sprintf("FMOVQ %d(R17), F%s", from, reg[1:])
	},
	store: func(kind byte, reg string, to int) string {
		if bank(kind) == 'R' {
			return fmt.Sprintf("MOVD %s, %d(R17)", reg, to)
		}
		return fmt.Sprintf("FMOVQ F%s, %d(R17)", reg[1:], to)
	},
}

// bank is R for general registers and X for those of vectors.
func bank(kind byte) byte {
	if kind == 'i' || kind == 'j' {
		return 'R'
	}
	return 'X'
}
