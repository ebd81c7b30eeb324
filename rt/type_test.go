package rt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

func mustTypes(t testing.TB, text string) []*rt.Type {
	t.Helper()
	types, err := rt.ParseTypes(text)
	require.NoError(t, err)
	return types
}

// refTo is the type of references to values of type t.
func refTo(t *rt.Type, null bool) rt.ValType {
	if null {
		return t.Ref().OrNull()
	}
	return t.Ref()
}

// Texts of function types without references to defined types are what they always were, and lead back to the type.
func TestFuncTypeText(t *testing.T) {
	for _, text := range []string{
		"()", "(i32)", "() i32", "(i32 i64) f64", "(funcref externref) f32 f64", "((ref func) v128) (ref null any)",
	} {
		typ, err := rt.ParseFuncType(text)
		require.NoError(t, err)
		require.Equal(t, strings.Replace(text, "(ref null any)", "anyref", 1), typ.String())
		require.Equal(t, typ.String(), typ.Signature())
		again, err := rt.ParseFuncType(typ.String())
		require.NoError(t, err)
		require.Same(t, typ, again)
		require.Same(t, typ, rt.FuncType(typ.Params(), typ.Results()))
		require.Same(t, typ, mustTypes(t, "0: "+text)[0])
		require.Same(t, typ, mustTypes(t, "3: sub final "+text)[3])
		require.Same(t, typ, mustTypes(t, "rec { 0:"+text+"}")[0])
	}
}

func TestFuncTypeKeepsNothing(t *testing.T) {
	params := []rt.ValType{rt.I32, rt.F64, rt.I64}
	typ := rt.FuncType(params, params[:1])
	params[0] = rt.V128Type
	require.Equal(t, "(i32 f64 i64) i32", typ.String())
}

func TestType(t *testing.T) {
	types := mustTypes(t, `
		0: sub struct i32 (mut i8)
		2: sub final 0 struct i32 (mut i8) (mut (ref null 0)) (ref eq)
		3: array (mut i16)
		4: (i64) i32
	`)
	require.Len(t, types, 5)
	require.Nil(t, types[1])
	require.Same(t, types[0], types[2].Super())
	require.Nil(t, types[0].Super())
	require.True(t, types[2].Final())
	require.False(t, types[0].Final())
	require.Equal(t, "sub final (sub struct i32 (mut i8)) struct i32 (mut i8) (mut (ref null (sub struct i32 (mut i8)))) (ref eq)", types[2].String())
	require.Equal(t, "array (mut i16)", types[3].String())
	require.Same(t, types[0], refTo(types[0], false).Def())
}

func TestTypeText(t *testing.T) {
	types := mustTypes(t, `
		0: (i32) i32
		1: ((ref null 0)) (ref 0)
		2: sub (i32) i32
		3: sub final 2 (i32) i32
		4: sub struct i32 (mut i8)
		rec {
			5: sub 4 struct i32 (mut i8) (ref null 6)
			6: array (mut (ref 5))
			7: ((ref 6)) (ref 4)
		}
		8: ((ref 8))
		9: ((ref 7))
	`)
	for i, want := range []string{
		"(i32) i32",
		"((ref null (func (i32) i32))) (ref (func (i32) i32))",
		"(i32) i32 = sub func (i32) i32",
		"(i32) i32 = sub final (sub func (i32) i32) func (i32) i32",
		"sub struct i32 (mut i8)",
		"rec.0 of sub (sub struct i32 (mut i8)) struct i32 (mut i8) (ref null rec.1), array (mut (ref rec.0)), func ((ref rec.1)) (ref (sub struct i32 (mut i8)))",
		"rec.1 of sub (sub struct i32 (mut i8)) struct i32 (mut i8) (ref null rec.1), array (mut (ref rec.0)), func ((ref rec.1)) (ref (sub struct i32 (mut i8)))",
		"((ref rec.1)) (ref (sub struct i32 (mut i8))) = rec.2 of sub (sub struct i32 (mut i8)) struct i32 (mut i8) (ref null rec.1), array (mut (ref rec.0)), func ((ref rec.1)) (ref (sub struct i32 (mut i8)))",
		"((ref rec.0))",
		"((ref (rec.2 of sub (sub struct i32 (mut i8)) struct i32 (mut i8) (ref null rec.1), array (mut (ref rec.0)), func ((ref rec.1)) (ref (sub struct i32 (mut i8))))))",
	} {
		require.Equal(t, want, types[i].String(), i)
	}
	require.Equal(t, "(i32) i32", types[3].Signature())
	require.Equal(t, "(ref null (func (i32) i32))", refTo(types[0], true).String())
}

// A type may be reached from another in many ways: its text must not have them all.
func TestTypeTextIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("0: ()\n")
	for i := 1; i < 1000; i++ {
		fmt.Fprintf(&b, "%d: ((ref %d) (ref %d))\n", i, i-1, i-1)
	}
	b.WriteString("rec {\n")
	for i := 1000; i < 2000; i++ {
		fmt.Fprintf(&b, "%d: struct (ref 999) (ref %d) i32\n", i, 2999-i)
	}
	b.WriteString("}\n")
	types := mustTypes(t, b.String())
	for _, i := range []int{999, 1500} {
		text := types[i].String()
		require.Less(t, len(text), 4000)
		require.Contains(t, text, "...")
		require.Equal(t, text, types[i].String())
	}
}

func TestIs(t *testing.T) {
	types := mustTypes(t, `
		0: sub ()
		1: sub 0 ()
		2: sub 1 ()
		3: sub final 2 ()
		4: sub 0 (  )
		5: sub 4 ()
		6: ()
		rec { 7: sub ()  8: sub 7 () }
	`)
	require.Same(t, types[1], types[4], "the same definition")
	require.Same(t, types[2], types[5])
	types = append(types, mustTypes(t, "0: sub () 1: sub 0 () 2: sub 1 () 3: sub 2 ()")[3]) // 9 is 3, but not final
	supers := map[int][]int{0: {0}, 1: {0, 1}, 2: {0, 1, 2}, 3: {0, 1, 2, 3}, 6: {6}, 7: {7}, 8: {7, 8}, 9: {0, 1, 2, 9}}
	for sub, list := range supers {
		for sup := range supers {
			want := false
			for _, s := range list {
				want = want || s == sup
			}
			require.Equal(t, want, types[sub].Is(types[sup]), "%d is %d", sub, sup)
		}
	}
}

func TestSupertypeLimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("0: sub ()\n")
	for i := 1; i <= 63; i++ {
		fmt.Fprintf(&b, "%d: sub %d ()\n", i, i-1)
	}
	types := mustTypes(t, b.String())
	for i := range types {
		require.True(t, types[63].Is(types[i]), i)
		require.Equal(t, i == 63, types[i].Is(types[63]), i)
	}
	b.WriteString("64: sub 63 ()\n")
	_, err := rt.ParseTypes(b.String())
	require.EqualError(t, err, "line 65: type 63, a supertype: it has 63 supertypes itself, which is the limit")
}

// TestGroups compares types that differ in a single point: none is another.
func TestGroups(t *testing.T) {
	texts := []string{
		"0: (i32) i32",
		"0: sub (i32) i32",
		"rec { 0: (i32) i32  1: () }",
		"rec { 0: (i32) i32  1: struct }",
		"rec { 1: ()  0: (i32) i32 }",
		"rec { 0: (i32) i32  1: (i32) i32 }",
		"rec { 1: (i32) i32  0: (i32) i32 }",
		"1: sub (i32) i32  0: sub 1 (i32) i32",
		"1: sub (i32) i32  0: sub final 1 (i32) i32",
		"rec { 1: sub (i32) i32  0: sub 1 (i32) i32 }",
		"0: (i32 i32)",
		"0: ((ref null func)) i32",
		"0: ((ref func)) i32",
		"0: ((ref 0)) i32",
		"0: ((ref null 0)) i32",
		"1: ((ref 1)) i32  0: ((ref 1)) i32", // rolled out once more
		"rec { 0: ((ref 1)) i32  1: ((ref 0)) i32 }",
		"rec { 0: ((ref 0)) i32  1: ((ref 1)) i32 }",
		"1: ()  0: ((ref 1)) i32",
		"1: sub ()  0: ((ref 1)) i32",
		"0: struct", "0: struct i32", "0: struct (mut i32)", "0: struct i8", "0: struct i16", "0: struct (mut i8)", "0: struct i32 i32",
		"0: array i32", "0: array (mut i32)", "0: sub array i32",
	}
	seen := map[*rt.Type]string{}
	for _, text := range texts {
		typ := mustTypes(t, text)[0]
		require.NotContains(t, seen, typ, "%s and %s", text, seen[typ])
		seen[typ] = text
		require.Same(t, typ, mustTypes(t, text)[0])
	}
}

// Labels and what comes before do not matter.
func TestGroupsByStructure(t *testing.T) {
	a := mustTypes(t, `
		0: sub struct i32
		rec {
			1: sub 0 struct i32 (ref null 2)
			2: sub final 0 struct i32 (ref 1)
		}
		3: ((ref 1) (ref null 0)) (ref 2)
	`)
	b := mustTypes(t, `
		7: array i8
		rec { 30: sub struct i32 }
		rec {
			11: sub 30 struct i32 (ref null 10)
			10: sub final 30 struct i32 (ref 11)
		}
		rec {
			12: sub 30 struct i32 (ref null 13)
			13: sub final 30 struct i32 (ref 12)
		}
		2: ((ref 12) (ref null 30)) (ref 10)
	`)
	require.Same(t, a[0], b[30])
	require.Same(t, a[1], b[11])
	require.Same(t, a[2], b[10])
	require.Same(t, b[11], b[12])
	require.Same(t, b[10], b[13])
	require.Same(t, a[3], b[2])
}

func TestParseTypesErrors(t *testing.T) {
	for text, want := range map[string]string{
		"()":                  `line 1: expected a label, a number below 1000000, found "("`,
		"1000000: ()":         `line 1: expected a label, a number below 1000000, found "1000000"`,
		"0: (i32":             `line 1: "" is no value type`,
		"0: i32":              `line 1: expected "(", found "i32"`,
		"0: (i33)":            `line 1: "i33" is no value type`,
		"0: ()\n1: () i8":     `line 2: "i8" is no value type`,
		"0: ()\n\n0: ()":      `line 3: type 0 is defined twice`,
		"0: ((ref 1))\n1: ()": `line 2: there are no types [1], which the group above refers to`,
		"rec { 0: ((ref 2)) 1: ((ref 2) (ref 3)) }": `line 1: there are no types [2 3], which the group above refers to`,
		"rec { 0: ()":                           `line 1: expected a label, a number below 1000000, found ""`,
		"rec 0: ()":                             `line 1: expected "{", found "0"`,
		"0 ()":                                  `line 1: expected ":", found "("`,
		"0: ((ref null heap))":                  `line 1: "heap" is no heap type`,
		"0: ((ref null i32))":                   `line 1: "i32" is no heap type`,
		"0: ((null func))":                      `line 1: expected "ref", found "null"`,
		"0: array":                              `line 1: "" is no value type`,
		"0: array i8 i8":                        `line 1: expected a label, a number below 1000000, found "i8"`,
		"0: struct (mut i8":                     `line 1: expected ")", found ""`,
		"0: sub 0 ()":                           `line 1: type 0, a supertype, is not defined before`,
		"rec { 0: sub 1 () 1: sub () }":         `line 1: type 1, a supertype, is not defined before`,
		"0: ()\n1: sub 0 ()":                    `line 2: type 0, a supertype: it is final`,
		"0: sub ()\n1: sub 0 (i32)\n":           `line 3: above, type 1: (i32) = sub (sub func ()) func (i32) does not match its supertype () = sub func ()`,
		"0: sub () 1: sub 0 struct":             `line 1: above, type 1: sub (sub func ()) struct does not match its supertype () = sub func ()`,
		"0: sub struct i32 1: sub 0 struct i64": `line 1: above, type 1: sub (sub struct i32) struct i64 does not match its supertype sub struct i32`,
		"}":                                     `line 1: expected a label, a number below 1000000, found "}"`,
	} {
		types, err := rt.ParseTypes(text)
		require.EqualError(t, err, want, text)
		require.Nil(t, types)
	}
	for text, want := range map[string]string{
		"":             `line 1: expected "(", found ""`,
		"(i32":         `line 1: "" is no value type`,
		"(i32) i32 )":  `line 1: ")" is no value type`,
		"(i32) 0: ()":  `line 1: unexpected "0"`,
		"((ref 0))":    `line 1: there is no type 0`,
		"(i32) -> i32": `line 1: "->" is no value type`,
	} {
		_, err := rt.ParseFuncType(text)
		require.EqualError(t, err, fmt.Sprintf("%q is no signature like %q: %s", text, "(i32 i64) f64", want))
	}
}

// The definition of a type fits that of its supertype by these rules (spec 3.3, "Composite Types").
func TestSupertypeDefinitions(t *testing.T) {
	const before = "0: sub struct 1: sub 0 struct "
	for text, ok := range map[string]bool{
		"2: sub (i32 (ref null 1)) (ref null 0)  3: sub 2 (i32 (ref null 1)) (ref 1)":                  true,
		"2: sub (i32 (ref null 1)) (ref null 0)  3: sub 2 (i32 (ref null 0)) (ref null 0)":             true,
		"2: sub (i32 (ref null 0)) (ref null 0)  3: sub 2 (i32 (ref null 1)) (ref null 0)":             false,
		"2: sub (i32 (ref null 0)) (ref null 0)  3: sub 2 (i32 (ref 0)) (ref null 0)":                  false,
		"2: sub () (ref 1)  3: sub 2 () (ref 0)":                                                       false,
		"2: sub () i32  3: sub 2 ()":                                                                   false,
		"2: sub struct (ref 0)  3: sub 2 struct (ref 1) i32":                                           true,
		"2: sub struct (mut (ref 0))  3: sub 2 struct (mut (ref 1))":                                   false,
		"2: sub struct (mut (ref 0))  3: sub 2 struct (ref 0)":                                         false,
		"2: sub struct (ref 0)  3: sub 2 struct (mut (ref 0))":                                         false,
		"2: sub struct i32 i32  3: sub 2 struct i32":                                                   false,
		"2: sub struct i8  3: sub 2 struct i16":                                                        false,
		"2: sub struct i8  3: sub 2 struct i32":                                                        false,
		"2: sub array anyref  3: sub 2 array (ref 1)":                                                  true,
		"rec { 2: sub struct (ref null 2)  3: sub 2 struct (ref 3) }":                                  true,
		"rec { 2: sub struct (ref null 3)  3: sub 2 struct (ref 2) }":                                  false,
		"rec { 2: sub struct (ref null struct)  3: sub 2 struct (ref 4)  4: sub 3 struct (ref none) }": true,
		"rec { 2: sub struct (ref null func)  3: sub 2 struct (ref 4)  4: array i8 }":                  false,
	} {
		_, err := rt.ParseTypes(before + text)
		if ok {
			require.NoError(t, err, text)
		} else {
			require.ErrorContains(t, err, "type 3: ", text)
		}
	}
}

func TestTypes(t *testing.T) {
	types := rt.Types{Text: "0: (i32) 4: (i64)"}
	i64, err := rt.ParseFuncType("(i64)")
	require.NoError(t, err)
	require.Same(t, i64, types.At(4))
	require.Panics(t, func() { types.At(2) }, "no such label")
	require.Panics(t, func() { types.At(5) }, "no such label")
	require.Same(t, i64, rt.TypesOf(nil, i64).At(1))

	require.Equal(t, i64.Ref().OrNull(), types.ValType("(ref null 4)"))
	require.Equal(t, rt.EqRef.NonNull(), types.ValType("(ref eq)"))
	require.PanicsWithValue(t, `rt: "(ref 3)": line 1: there is no type 3`, func() { types.ValType("(ref 3)") })
	require.PanicsWithValue(t, `rt: "i32 i32": line 1: unexpected "i32"`, func() { types.ValType("i32 i32") })

	wrong := rt.Types{Text: "0: (i33)"}
	require.Equal(t, rt.EqRef, wrong.ValType("eqref"), "the types are not looked at")
	require.PanicsWithValue(t, `rt: line 1: "i33" is no value type`, func() { wrong.At(0) })
}

// FuzzParseTypes looks for texts that panic, and for types that are not found again.
func FuzzParseTypes(f *testing.F) {
	for _, text := range []string{
		"0: (i32 (ref null 0)) v128 1: sub struct (mut i8) anyref 2: sub final 1 struct (mut i8) (ref none) (mut (ref 0))",
		"rec { 0: sub () 1: sub 0 () 3: array (mut (ref null 3)) } 4: ((ref 3)) (ref null 1)",
		"rec { 0: ((ref 2)) 1: ((ref 2) (ref 3)) }", "0: sub 0 ()", "0: (i32", "rec {}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		types, err := rt.ParseTypes(text)
		if err != nil {
			require.Nil(t, types)
			return
		}
		again := mustTypes(t, text)
		for i, typ := range types {
			require.Same(t, typ, again[i])
			if typ != nil {
				require.NotEmpty(t, typ.String())
				require.True(t, typ.Super() == nil || typ.Is(typ.Super()))
			}
		}
	})
}
