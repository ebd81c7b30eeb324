package interp_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	. "github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/rt"
)

// Exceptions find their way through functions with more variables, numbers and references, than an instruction can name, and through calls by
// reference, which may be in place of a return and go to anybody's functions.
func TestThrowFromFarFunctions(t *testing.T) {
	const locals, waiting = 49_990, 20_000
	join := slices.Concat[[]byte]
	unary := []byte{0x60, 1, 0x7f, 1, 0x7f} // type 0
	tagged := []byte{0x60, 1, 0x7f, 0}      // type 1
	far := Num(40_000)
	reference := []byte{0x60, 1, 0x6f, 1, 0x6f} // type 2
	drops := slices.Repeat([]byte{0x1a}, waiting)
	manyNumbers := join(Num(1), Num(locals), []byte{0x7f}, slices.Repeat([]byte{0x20, 0, 0x10, 8}, waiting), drops)
	manyRefs := join(Num(1), Num(locals), []byte{0x6f}, slices.Repeat([]byte{0xd0, 0x6f, 0x10, 9}, waiting), drops)

	// catch: local 40,000 = 1000; try_table (catch tag 0 to the block) by a call by reference of throw, through 3; adds what was thrown.
	catch := join(manyNumbers, []byte{
		0x41, 0xe8, 7, 0x21}, far, []byte{
		0x02, 0x7f, 0x1f, 0x7f, 1, 0, 0, 0, // block i32, try_table i32, catch 0 0
		0x20, 0, 0xd2, 3, 0x14, 0, 0x0b, 0x0b, // local.get 0, ref.func 3, call_ref 0
		0x20}, far, []byte{0x6a, 0x0b})
	// The same with references.
	catchRefs := join(manyRefs, []byte{
		0x02, 0x7f, 0x1f, 0x7f, 1, 0, 0, 0,
		0x20, 0, 0xd2, 3, 0x14, 0, 0x0b, 0x0b,
		0x41, 1, 0x6a, 0x0b})
	// through: many numbers, and then a call of 4 in place of a return.
	through := join(manyNumbers, []byte{0x41, 5, 0x21}, far, []byte{0x20, 0, 0x10, 4, 0x20}, far, []byte{0x6a, 0x0b})
	// 4: many references; calls by reference, in place of a return, the imported function, which throws where its argument is 0, else 5.
	tail := join(manyRefs, []byte{
		0x20, 0, 0x45, 0x04, 0x40, 0x41, 9, 0xd2, 0, 0x15, 0, 0x0b, // if 0 == 0: 9, ref.func 0, return_call_ref 0
		0x20, 0, 0xd2, 5, 0x15, 0, 0x0b})
	throw := Body(0x20, 0, 0x08, 0)
	// loop calls itself by reference, in place of a return, so many times.
	loop := Body(0x20, 0, 0x45, 0x04, 0x40, 0x41, 3, 0x0f, 0x0b, 0x20, 0, 0x41, 1, 0x6b, 0xd2, 6, 0x15, 0)
	// null calls a null reference.
	null := Body(0x20, 0, 0xd0, 0, 0x14, 0)
	wasm := Module(
		Vec(Type, unary, tagged, reference),
		Vec(Import, join(Name("m"), Name("f"), []byte{0, 0})),
		Vec(Func, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{0}, []byte{2}),
		Vec(13, []byte{0, 1}),
		Vec(Export, join(Name("numbers"), []byte{0, 1}), join(Name("refs"), []byte{0, 2}), join(Name("loop"), []byte{0, 6}),
			join(Name("null"), []byte{0, 7}), join(Name("tag"), []byte{4, 0})),
		Vec(9, join([]byte{3, 0}, Num(4), []byte{0, 3, 5, 6})),
		Vec(Code, Sized(catch), Sized(catchRefs), Sized(through), Sized(tail), throw, loop, null, Body(0x20, 0), Body(0x20, 0)))
	m, err := interp.Compile(wasm, interp.Options{})
	require.NoError(t, err)
	var i *interp.Instance
	i, err = m.Instantiate(background, rt.Store{"m": rt.Module{"f": func(x int32) (int32, error) {
		tag, _ := i.Export("tag")
		e, err := rt.NewException(tag.(*rt.Tag), x)
		return 0, errors.Join(err, e)
	}}})
	require.NoError(t, err)
	defer i.Close()
	for range 3 {
		require.Equal(t, int32(1042), callI32(t, i, "numbers", int32(42)))
		require.Equal(t, int32(1009), callI32(t, i, "numbers", int32(0)))
		require.Equal(t, int32(43), callI32(t, i, "refs", int32(42)))
		require.Equal(t, int32(10), callI32(t, i, "refs", int32(0)))
	}
	require.Equal(t, int32(3), callI32(t, i, "loop", int32(3_000_000)), "in constant space")
	_, err = call(t, i, "null", int32(1))
	require.ErrorIs(t, err, rt.NullFunctionReference)
}
