package spec

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/vec"
)

// TestMatches: every pattern accepts what it should and, as important, nothing else.
func TestMatches(t *testing.T) {
	f32 := math.Float32frombits
	f64 := math.Float64frombits
	fn := &rt.Func{}
	types := rt.Types{Text: "0: struct i32\n1: array i8"}
	structure, err := rt.NewStruct(types.At(0), int32(1))
	require.NoError(t, err)
	array, err := rt.NewArray(types.At(1), []uint8{1})
	require.NoError(t, err)
	exception, err := rt.NewException(rt.NewTag(rt.FuncType(nil, nil)))
	require.NoError(t, err)
	i31 := rt.I31(3)
	var noObject *rt.Object
	for _, test := range []struct {
		pattern string
		yes, no []any
	}{
		{`{"type": "i32", "value": "4294967295"}`, []any{int32(-1)}, []any{int32(1), int64(-1), int64(4294967295), float32(0)}},
		{`{"type": "i32", "value": "-2147483648"}`, []any{int32(math.MinInt32)}, []any{int32(math.MaxInt32), int64(math.MinInt32)}},
		{`{"type": "i64", "value": "-1"}`, []any{int64(-1)}, []any{int32(-1), int64(1)}},
		{`{"type": "i64", "value": "18446744073709551615"}`, []any{int64(-1)}, []any{int32(-1), int64(0)}},
		{`{"type": "f32", "value": "2147483648"}`, []any{f32(1 << 31)}, []any{float32(0), int32(math.MinInt32), float64(0)}},
		{`{"type": "f32", "value": "nan:canonical"}`, []any{f32(0x7fc00000), f32(0xffc00000)},
			[]any{f32(0x7fc00001), f32(0x7f800000), f32(0x7fa00000), float32(1)}},
		{`{"type": "f32", "value": "nan:arithmetic"}`, []any{f32(0x7fc00000), f32(0xffc00001), f32(0x7fffffff)},
			[]any{f32(0x7fa00000), f32(0x7f800000), f32(0x00400000)}},
		{`{"type": "f64", "value": "nan:canonical"}`, []any{f64(0x7ff8000000000000), f64(0xfff8000000000000)},
			[]any{f64(0x7ff8000000000001), f64(0x7ff0000000000000)}},
		{`{"type": "f64", "value": "nan:arithmetic"}`, []any{f64(0xfff8000000000001)}, []any{f64(0x7ff4000000000000), math.Inf(1)}},
		{`{"type": "v128", "lane_type": "i16", "value": ["1", "-2", "3", "4", "5", "0", "0", "65535"]}`, []any{vec.Of(0x00040003fffe0001, 0xffff000000000005)},
			[]any{vec.Of(0x00040003fffe0001, 0), vec.Of(0, 0xffff000000000005), int64(1)}},
		{`{"type": "v128", "lane_type": "i8", "value": ["1", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "-1"]}`, []any{vec.Of(1, 0xff<<56)},
			[]any{vec.Of(1, 0xfe<<56), vec.Of(0, 0xff<<56)}},
		{`{"type": "v128", "lane_type": "i32", "value": ["1", "2", "3", "4294967295"]}`, []any{vec.FromInt32([4]int32{1, 2, 3, -1})}, []any{vec.FromInt32([4]int32{1, 2, 3, 4})}},
		{`{"type": "v128", "lane_type": "i64", "value": ["-1", "2"]}`, []any{vec.Of(math.MaxUint64, 2)}, []any{vec.Of(2, math.MaxUint64), vec.V128{}}},
		{`{"type": "v128", "lane_type": "f32", "value": ["nan:canonical", "nan:arithmetic", "0", "1065353216"]}`,
			[]any{vec.Of(0xffc00001_7fc00000, 0x3f800000_00000000)}, []any{vec.Of(0xffc00001_7fc00001, 0x3f800000_00000000), vec.Of(0xffc00001_7fc00000, 0)}},
		{`{"type": "v128", "lane_type": "f64", "value": ["nan:canonical", "nan:arithmetic"]}`,
			[]any{vec.Of(0xfff8000000000000, 0x7ff8000000000001)}, []any{vec.Of(0xfff8000000000001, 0x7ff8000000000001), vec.Of(0xfff8000000000000, 1)}},
		{`{"type": "funcref", "value": "null"}`, []any{(*rt.Func)(nil)}, []any{fn, HostRef(0)}},
		{`{"type": "funcref"}`, []any{fn}, []any{(*rt.Func)(nil), nil, HostRef(0)}},
		{`{"type": "externref", "value": "0"}`, []any{HostRef(0)}, []any{HostRef(1), nil, fn, int32(0)}},
		{`{"type": "externref"}`, []any{HostRef(7), i31, structure, array}, []any{nil, fn, exception}},
		{`{"type": "anyref"}`, []any{HostRef(7), i31, structure, array}, []any{nil, noObject, fn, exception}},
		{`{"type": "anyref", "value": "7"}`, []any{HostRef(7)}, []any{nil, HostRef(8), i31, structure}},
		{`{"type": "eqref"}`, []any{i31, structure, array}, []any{nil, noObject, HostRef(7), fn}},
		{`{"type": "i31ref"}`, []any{i31}, []any{nil, structure, int32(3)}},
		{`{"type": "structref"}`, []any{structure}, []any{nil, noObject, array, i31, HostRef(7)}},
		{`{"type": "arrayref"}`, []any{array}, []any{nil, noObject, structure, i31, HostRef(7)}},
		{`{"type": "exnref"}`, []any{exception}, []any{nil, (*rt.Exception)(nil), structure}},
		{`{"type": "nullref"}`, []any{nil, noObject}, []any{structure, i31}},
		{`{"type": "exnref", "value": "null"}`, []any{nil, (*rt.Exception)(nil)}, []any{exception}},
		{`{"type": "nullfuncref"}`, []any{nil, (*rt.Func)(nil)}, []any{HostRef(0), fn}},
		{`{"type": "refnull"}`, []any{nil, (*rt.Func)(nil)}, []any{HostRef(0), fn}},
		{`{"type": "nullexternref", "value": "null"}`, []any{nil}, []any{HostRef(0)}},
		{`{"type": "either", "values": [{"type": "i32", "value": "1"}, {"type": "i32", "value": "2"}]}`,
			[]any{int32(1), int32(2)}, []any{int32(3)}},
	} {
		var v Value
		require.NoError(t, json.Unmarshal([]byte(test.pattern), &v))
		for _, got := range test.yes {
			require.True(t, v.Matches(got), "%v: %s", v, show(got))
		}
		for _, got := range test.no {
			require.False(t, v.Matches(got), "%v: %s", v, show(got))
		}
	}
}

// TestGo: arguments, as different converters write them.
func TestGo(t *testing.T) {
	for text, want := range map[string]any{
		`{"type": "i32", "value": "4294967295"}`:           int32(-1),
		`{"type": "i32", "value": "-1"}`:                   int32(-1),
		`{"type": "i64", "value": "-9223372036854775808"}`: int64(math.MinInt64),
		`{"type": "f32", "value": "1065353216"}`:           float32(1),
		`{"type": "f64", "value": "4607182418800017408"}`:  float64(1),
		`{"type": "externref", "value": "7"}`:              HostRef(7),
		`{"type": "externref", "value": "null"}`:           nil,
		`{"type": "funcref", "value": "null"}`:             nil,
		`{"type": "anyref", "value": "7"}`:                 HostRef(7),

		`{"type": "v128", "lane_type": "i8", "value": ["1", "2", "3", "4", "5", "6", "7", "8", "-1", "0", "0", "0", "0", "0", "0", "128"]}`: vec.Of(0x0807060504030201, 0x80000000000000ff),
		`{"type": "v128", "lane_type": "i16", "value": ["1", "-2", "3", "4", "5", "0", "0", "65535"]}`:                                      vec.Of(0x00040003fffe0001, 0xffff000000000005),
		`{"type": "v128", "lane_type": "f32", "value": ["1065353216", "0", "1", "2"]}`:                                                      vec.Of(0x3f800000, 0x200000001),
		`{"type": "v128", "lane_type": "i64", "value": ["18446744073709551615", "2"]}`:                                                      vec.Of(math.MaxUint64, 2),

		`{"type": "anyref", "value": "null"}`: nil,
		`{"type": "nullref"}`:                 nil,
	} {
		var v Value
		require.NoError(t, json.Unmarshal([]byte(text), &v))
		got, err := v.Go()
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	_, err := Value{Type: "v128", LaneType: "i32", Value: Lanes{"1", "2", "3"}}.Go()
	require.ErrorContains(t, err, "a v128 of 3 lanes")
	_, err = Value{Type: "v128", LaneType: "i8", Value: slices.Repeat(Lanes{"256"}, 16)}.Go()
	require.ErrorContains(t, err, "out of range")
	_, err = Value{Type: "structref"}.Go()
	require.ErrorContains(t, err, "structref arguments are not supported")
}
