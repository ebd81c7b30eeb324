package atomics

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/op"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/golden/spec"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/rt"
)

const chips = "sim:chip=APS6404L*8,cache=64,line=32"

// TestInterpreted runs the instructions in the interpreter, on memories of all kinds.
func TestInterpreted(t *testing.T) {
	for name, memory := range map[string]string{"guard": "guard", "slice": "slice", "other": "other", "sram": chips} {
		t.Run(name, func(t *testing.T) { same(t, expected(false), interpreted(t, module(false), spec.Backend(memory))) })
	}
	for _, memory := range []string{"guard", "slice"} {
		t.Run("shared/"+memory, func(t *testing.T) { same(t, expected(true), interpreted(t, module(true), spec.Backend(memory))) })
	}
}

// TestTranslated runs them in translated code.
func TestTranslated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds translated modules with the go command; run without -short")
	}
	transcripts := translated(t)
	for name, w := range ways {
		t.Run(name, func(t *testing.T) { same(t, expected(w.shared), transcripts[name]) })
	}
}

// same reports the first lines that differ.
func same(t *testing.T, want, got []string) {
	t.Helper()
	require.Len(t, got, len(want))
	failed := 0
	for i := range want {
		if got[i] != want[i] && failed < 10 {
			t.Errorf("%s, want\n%s", got[i], want[i])
			failed++
		}
	}
}

func interpreted(t *testing.T, wasm []byte, b interp.Backend) []string {
	compiled, err := interp.Compile(wasm, interp.Options{Mem: b})
	require.NoError(t, err)
	m, err := compiled.Instantiate(context.Background(), rt.Store{})
	require.NoError(t, err)
	defer m.Close()
	lines, err := Transcript(m)
	require.NoError(t, err)
	return lines
}

// A way is one to translate the instructions, on memories that are shared or not.
type way struct {
	compiler.Options
	shared bool
}

// ways are those whose results are compared.
var ways = map[string]way{
	"guard": {}, "slice": {Options: compiler.Options{Mem: "slice"}}, "sram": {Options: compiler.Options{Mem: "sram"}},
	"divided":     {Options: compiler.Options{Mem: "slice", SplitAt: 6, InlineMost: -1}},
	"sharedguard": {shared: true}, "sharedslice": {Options: compiler.Options{Mem: "slice"}, shared: true},
	"shareddivided": {Options: compiler.Options{SplitAt: 6}, shared: true},
}

// translated builds one program of all translations, and returns the transcripts that it writes.
func translated(t *testing.T) (transcripts map[string][]string) {
	w := workspace.New(t, "example.com/use")
	for name, how := range ways {
		how.Name = name
		require.NoError(t, w.Translate(t, module(how.shared), how.Options))
	}
	w.WriteTemplate(t, "cmd/atomics/main.go", "main.go.tmpl", slices.Sorted(maps.Keys(ways)))
	w.Build(t)
	cmd := exec.Command(w.Exe(t, "atomics"))
	cmd.Args = append(cmd.Args, chips)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(out, &transcripts))
	require.Len(t, transcripts, len(ways))
	return transcripts
}

// module has a function for each instruction, memory and offset.
func module(shared bool) []byte {
	flags := byte(1) // there is a maximum
	if shared {
		flags |= 2
	}
	var types, funcs, exports, bodies [][]byte
	for memory, name := range Memories {
		exports = append(exports, slices.Concat(Name(name), []byte{2}, Num(memory)))
	}
	for _, c := range Functions() {
		exports = append(exports, slices.Concat(Name(c.Name()), []byte{0}, Num(len(funcs))))
		funcs = append(funcs, Num(len(types)))
		types = append(types, signature(&c))
		bodies = append(bodies, body(&c))
	}
	return Module(Vec(Type, types...), Vec(Func, funcs...), Vec(Memory, []byte{flags, 1, 1}, []byte{4 | flags, 1, 1}), Vec(Export, exports...), Vec(Code, bodies...))
}

// signature is the type of a call's function.
func signature(c *Call) []byte {
	codes := map[rune]byte{'i': 0x7f, 'j': 0x7e, 'a': byte(0x7f - c.Memory)}
	params, results, _ := strings.Cut(op.Table[c.Op].Sig, ":")
	if c.Dropped {
		results = ""
	}
	var b [2][]byte
	for i, letters := range []string{params, results} {
		for _, letter := range letters {
			b[i] = append(b[i], codes[letter])
		}
	}
	return slices.Concat([]byte{0x60}, Sized(b[0]), Sized(b[1]))
}

// body is the instruction on the parameters.
func body(c *Call) []byte {
	params, _, _ := strings.Cut(op.Table[c.Op].Sig, ":")
	var b []byte
	for i := range params {
		b = append(b, Instr(op.LocalGet, uint64(i))...)
	}
	align := map[uint8]uint64{1: 0, 2: 1, 4: 2, 8: 3}[op.Table[c.Op].Size]
	if c.Memory == 0 {
		b = append(b, Instr(c.Op, align, c.Offset)...)
	} else {
		b = append(b, Instr(c.Op, align|1<<6, uint64(c.Memory), c.Offset)...)
	}
	if c.Dropped {
		b = append(b, Instr(op.Drop)...)
	}
	return Body(b...)
}

// expected is the transcript as the proposal has it.
func expected(shared bool) (lines []string) {
	for _, c := range Calls() {
		var memory [2][64]byte
		for i := range memory[0] {
			memory[0][i], memory[1][i] = Before(i), Before(i)
		}
		result := c.expected(&memory, shared)
		lines = append(lines, Line(&c, result, memory[0][:], memory[1][:]))
	}
	return lines
}

// expected is the result of a call, or its trap, and changes what the ends of memory hold.
func (c *Call) expected(memory *[2][64]byte, shared bool) string {
	size := uint64(op.Table[c.Op].Size)
	address := c.Address
	if c.Memory == 0 {
		address = uint64(uint32(address))
	}
	ea := address + c.Offset
	name := c.Op.String()
	switch {
	case ea%size != 0:
		return rt.UnalignedAtomic.Error()
	case strings.Contains(name, "wait") && !shared:
		return rt.NotShared.Error()
	case ea < address, ea > Page-size:
		return rt.OutOfBoundsMemory.Error()
	case strings.Contains(name, "notify"):
		return c.result("0")
	case strings.Contains(name, "wait"):
		return c.result("1") // something else is there
	}
	place := memory[0][:]
	if ea >= 64 {
		place, ea = memory[1][:], ea-(Page-64)
	}
	old := uint64(0)
	for i := range size {
		old |= uint64(place[ea+i]) << (8 * i)
	}
	after := c.after(old)
	for i := range size {
		place[ea+i] = byte(after >> (8 * i))
	}
	if strings.HasPrefix(name, "i64") {
		return c.result(fmt.Sprint(int64(old)))
	}
	return c.result(fmt.Sprint(int32(old)))
}

// result is what a transcript has for a number, if the function returns it.
func (c *Call) result(number string) string {
	if c.Dropped || strings.HasSuffix(op.Table[c.Op].Sig, ":") {
		return "done"
	}
	return number
}

// after is what memory holds after the instruction; bits above its size do not count.
func (c *Call) after(old uint64) uint64 {
	name := c.Op.String()
	v := c.V
	if strings.HasPrefix(name, "i32") {
		v = uint64(uint32(v))
	}
	for part, value := range map[string]uint64{
		".store": v, ".add": old + v, ".sub": old - v, ".and": old & v, ".or": old | v, ".xor": old ^ v, ".xchg": v, ".load": old,
	} {
		if strings.Contains(name, part) {
			return value
		}
	}
	if v == old { // cmpxchg: of an i32 or i64, all of it
		return c.W
	}
	return old
}

// Some of what is expected, by hand: nothing of the above is so clever that it could be wrong unnoticed.
func TestExpected(t *testing.T) {
	lines := expected(false)
	for _, want := range []string{
		"m32 i32.atomic.rmw8.add_u+0 [0x11] 0xffffffffffffffff 0x0: 190, ", // 0xf1 - 3*17, of which the 8 bits become 0xbd
		"m32 i32.atomic.load+2 [0x12] 0x1 0x0: -1397771595, ",              // 0xacafb2b5
		"m32 i64.atomic.rmw8.cmpxchg_u+0 [0x10] 0x80000000000000c1 0x8899aabbccddeeff: 193, ",
		"m64 i64.atomic.store+0 [0xfffffffffffffff8] 0x1 0x0: out of bounds memory access, ",
		"m64 i64.atomic.store+24 [0xfffffffffffffff8] 0x1 0x0: out of bounds memory access, ",
		"m32 i32.atomic.load16_u+0 [0x10001] 0x1 0x0: unaligned atomic, ",
		"m32 memory.atomic.wait64+2 [0x16] 0x94979a9da0a3a6a8 0xffffffffffffffff: expected shared memory, ",
	} {
		require.True(t, slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }), want)
	}
}
