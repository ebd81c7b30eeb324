package op_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/op/template"
)

func TestOpcodes(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		info := op.Table[o]
		var got op.Op
		var ok bool
		if info.Proposal == op.Internal {
			_, ok = op.FromPrefix(info.Prefix, uint32(info.Code))
			require.False(t, ok, "a file can have %s", info.Name)
			continue
		}
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

// needsTemplate tells whether the translator needs a Go template for an instruction: these proposals have fixed signatures.
func needsTemplate(o op.Op) bool {
	info := op.Table[o]
	switch info.Proposal {
	case op.MVP, op.SignExtension, op.NontrappingFloatToInt, op.WideArithmetic, op.Internal:
	case op.SIMD, op.RelaxedSIMD:
		if info.Accesses() || info.Imm == op.ImmShuffle {
			return false // lowering takes these apart
		}
	default:
		return false
	}
	switch info.Imm {
	case op.ImmI32, op.ImmI64, op.ImmF32, op.ImmF64, op.ImmV128, op.ImmMemory:
		return false // the emitter writes these by hand
	}
	return info.Sig != "*" && o != op.Nop
}

func TestTemplates(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		info := op.Table[o]
		if needsTemplate(o) {
			require.NotEmpty(t, info.Go, info.Name)
		}
		if info.Go == "" {
			continue
		}
		require.Equal(t, info.Go[0] == '?', info.Condition(), info.Name)
		_, results, _ := strings.Cut(info.Sig, ":")
		if info.Condition() {
			require.Equal(t, "i", results, info.Name)
		}
	}
}

// The Go types of operands and results in function bodies, by the letter in signatures.
var goTypes = map[rune]string{'i': "uint32", 'j': "int64", 'f': "float32", 'd': "float64", 'v': "vec.V128"}

// views declares what templates may use besides packages: the primitives of a memory, and effective addresses.
const views = `package templates

import (
	"math"
	"math/bits"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt/abi"
	"github.com/wasm2go/wasm2go/rt/abi/atomics"
	"github.com/wasm2go/wasm2go/rt/abi/vector"
	"github.com/wasm2go/wasm2go/rt/vec"
)

type memory = mem.Atomic

var _, _, _ = math.Pi, bits.UintSize, abi.HostFrame

const (
	offset = 16
	lane   = 1
)

func ea[A uint32 | int64](a A, offset uint64) uint64 { return 0 }
`

// TestTemplateTypes type-checks a function for each template, for both address types where there is an address.
func TestTemplateTypes(t *testing.T) {
	var text strings.Builder
	text.WriteString(views)
	for o := op.Op(0); o < op.Invalid; o++ {
		info := op.Table[o]
		if info.Go == "" {
			continue
		}
		writeFunction(&text, o, "uint32")
		if strings.Contains(info.Sig, "a") {
			writeFunction(&text, o, "int64")
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "templates.go", text.String(), parser.SkipObjectResolution)
	require.NoError(t, err)
	config := types.Config{Importer: exports(t, fset)}
	_, err = config.Check("templates", fset, []*ast.File{file}, nil)
	require.NoError(t, err, text.String())
}

// writeFunction makes a function of a template.
func writeFunction(b *strings.Builder, o op.Op, address string) {
	info := op.Table[o]
	spell := func(letters string) []string {
		var list []string
		for _, l := range letters {
			if l == 'a' {
				list = append(list, address)
			} else {
				list = append(list, goTypes[l])
			}
		}
		return list
	}
	operands, results, _ := strings.Cut(info.Sig, ":")
	parsed, err := template.Parse(info.Go)
	if err != nil {
		panic(err) // go generate has parsed it
	}
	expr := parsed.Fill(func(p template.Piece) string {
		switch p.Kind {
		case template.Operand:
			return fmt.Sprintf("x%d", p.Operand)
		case template.Address:
			return fmt.Sprintf("ea(x%d, offset)", p.Operand)
		case template.Memory:
			return "mem"
		case template.Lane:
			return "lane"
		}
		panic("no Go text for an immediate of " + info.Name)
	})
	out := strings.Join(spell(results), ", ")
	if parsed.Bool {
		out = "bool"
	}
	word := "return "
	if out == "" {
		word = ""
	}
	fmt.Fprintf(b, "\nfunc %s_%s(core *abi.Core, mem memory", strings.ReplaceAll(info.Name, ".", "_"), address)
	for i, typ := range spell(operands) {
		fmt.Fprintf(b, ", x%d %s", i, typ)
	}
	fmt.Fprintf(b, ") (%s) {\n\t%s%s\n}\n", out, word, expr)
}

// exports imports the packages that templates use from what the Go compiler exports of them.
func exports(t *testing.T, fset *token.FileSet) types.Importer {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "../../rt/abi/vector", "../../rt/abi/atomics", "../../rt/abi", "../../mem", "math", "math/bits").Output()
	require.NoError(t, err)
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
}

// A float operation of Go's may be fused with the next one unless a conversion stands between them.
func TestFloatResultsAreConverted(t *testing.T) {
	for o := op.Op(0); o < op.Invalid; o++ {
		if info := op.Table[o]; (info.Sig == "ff:f" || info.Sig == "dd:d") && info.Proposal == op.MVP {
			require.Regexp(t, `^(float32|float64|abi\.\w+)\(.*\)$`, info.Go, info.Name)
		}
	}
}
