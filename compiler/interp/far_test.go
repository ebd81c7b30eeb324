package interp_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
)

// A function may have 50,000 locals, and as many values again may wait on its operand stack: more than an instruction can name.
func TestManyVariables(t *testing.T) {
	const locals, waiting = 49_990, 20_000
	join := slices.Concat[[]byte]
	i32 := []byte{0x7f}
	one := join([]byte{0x60, 1}, i32, []byte{1}, i32)
	three := join([]byte{0x60, 1}, i32, []byte{3}, i32, []byte{0x7c, 0x7f})

	// main: local 49,000 = its argument; the sum of many results of inc, which wait all at once, and of a local that is zero.
	far := Num(49_000)
	main := join(Num(1), Num(locals), i32, []byte{0x20, 0, 0x21}, far)
	for range waiting {
		main = append(append(append(main, 0x20), far...), 0x10, 1)
	}
	for range waiting - 1 {
		main = append(main, 0x6a)
	}
	main = join(main, []byte{0x20}, Num(48_000), []byte{0x6a, 0x0b})
	inc := Body(0x20, 0, 0x41, 1, 0x6a)
	// many: three results, by way of the table and a tail call.
	many := join(Num(1), Num(locals), i32)
	for range waiting {
		many = append(many, 0x20, 0, 0x10, 1)
	}
	for range waiting {
		many = append(many, 0x1a)
	}
	many = join(many, []byte{0x20, 0, 0x12, 3, 0x0b})
	results := Body(0x20, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x41, 9)
	wasm := Module(
		Vec(Type, one, three),
		Vec(Func, []byte{0}, []byte{0}, []byte{1}, []byte{1}),
		Vec(Export, join(Name("main"), []byte{0, 0}), join(Name("many"), []byte{0, 2})),
		Vec(Code, Sized(main), inc, Sized(many), results))
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	i, err := m.Instantiate(background, nil)
	require.NoError(t, err)
	defer i.Close()
	got, err := call(t, i, "main", int32(4))
	require.NoError(t, err)
	require.Equal(t, []any{int32(5 * waiting)}, got)
	got, err = call(t, i, "many", int32(4))
	require.NoError(t, err)
	require.Equal(t, []any{int32(4), 1.0, int32(9)}, got)
}
