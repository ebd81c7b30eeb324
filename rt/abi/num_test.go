package abi_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// result runs f and gives its result or the trap's text.
func result[T any](f func() T) (s string) {
	defer func() {
		if v := recover(); v != nil {
			s = v.(rt.TrapKind).Error()
		}
	}()
	return fmt.Sprint(f())
}

func TestDivision(t *testing.T) {
	const zero, overflow = "integer divide by zero", "integer overflow"
	for _, c := range []struct {
		a, b                   int32
		divS, divU, remS, remU string
	}{
		{7, 2, "3", "3", "1", "1"},
		{-7, 2, "-3", "2147483644", "-1", "1"},
		{7, -2, "-3", "0", "1", "7"},
		{7, -1, "-7", "0", "0", "7"},
		{1, 0, zero, zero, zero, zero},
		{0, 0, zero, zero, zero, zero},
		{math.MinInt32, -1, overflow, "0", "0", "-2147483648"},
		{math.MinInt32, 1, "-2147483648", "-2147483648", "0", "0"},
		{-1, -1, "1", "1", "0", "0"},
		{-1, 1, "-1", "-1", "0", "0"},
	} {
		require.Equal(t, c.divS, result(func() int32 { return int32(abi.I32DivS(uint32(c.a), uint32(c.b))) }))
		require.Equal(t, c.divU, result(func() int32 { return int32(abi.I32DivU(uint32(c.a), uint32(c.b))) }))
		require.Equal(t, c.remS, result(func() int32 { return int32(abi.I32RemS(uint32(c.a), uint32(c.b))) }))
		require.Equal(t, c.remU, result(func() int32 { return int32(abi.I32RemU(uint32(c.a), uint32(c.b))) }))
	}
	for _, c := range []struct {
		a, b                   int64
		divS, divU, remS, remU string
	}{
		{-7, 2, "-3", "9223372036854775804", "-1", "1"},
		{7, -1, "-7", "0", "0", "7"},
		{1, 0, zero, zero, zero, zero},
		{math.MinInt64, -1, overflow, "0", "0", "-9223372036854775808"},
		{-1, -1, "1", "1", "0", "0"},
	} {
		require.Equal(t, c.divS, result(func() int64 { return abi.I64DivS(c.a, c.b) }))
		require.Equal(t, c.divU, result(func() int64 { return abi.I64DivU(c.a, c.b) }))
		require.Equal(t, c.remS, result(func() int64 { return abi.I64RemS(c.a, c.b) }))
		require.Equal(t, c.remU, result(func() int64 { return abi.I64RemU(c.a, c.b) }))
	}
}

func TestBool(t *testing.T) {
	require.EqualValues(t, 1, abi.Bool(true))
	require.EqualValues(t, 0, abi.Bool(false))
}

func TestAddr64(t *testing.T) {
	const top = math.MaxUint64
	for _, c := range [][3]uint64{
		{0, 0, 0}, {1, 2, 3}, {math.MaxUint32, math.MaxUint32, 1<<33 - 2}, {top - 1, 0, top - 1}, {top - 5, 5, top}, {0, top, top},
		{top, 0, top}, {top, 1, top - 7}, {top - 5, 6, top - 7}, {top, top, top - 1}, {1 << 63, 1 << 63, top - 7}, {2, top, top - 6},
	} {
		require.Equal(t, c[2], abi.Addr64(c[0], c[1]), "%#x+%#x", c[0], c[1])
		require.Equal(t, c[2], abi.Addr64(c[1], c[0]), "%#x+%#x", c[1], c[0])
	}
}

func TestSelect(t *testing.T) {
	require.Equal(t, uint32(1), abi.SelectI32(1, 2, true))
	require.Equal(t, uint32(2), abi.SelectI32(1, 2, false))
	require.Equal(t, int64(-1), abi.SelectI64(-1, 2, true))
	require.Equal(t, int64(2), abi.SelectI64(-1, 2, false))
	one, two := rt.MustFunc("one", func() {}), rt.MustFunc("two", func() {})
	require.Same(t, one, abi.SelectRef(one, two, true))
	require.Same(t, two, abi.SelectRef(one, two, false))
	require.Equal(t, "x", abi.SelectRef[any]("x", nil, true))
	require.Nil(t, abi.SelectRef[any]("x", nil, false))

	// Floats are passed bit by bit.
	const a32, b32, a64, b64 uint64 = 0xffa12345, 1 << 31, 0xfff0123456789abc, 1 << 63
	f, g := math.Float32frombits(uint32(a32)), math.Float32frombits(uint32(b32))
	require.EqualValues(t, a32, math.Float32bits(abi.SelectF32(f, g, true)))
	require.EqualValues(t, b32, math.Float32bits(abi.SelectF32(f, g, false)))
	x, y := math.Float64frombits(a64), math.Float64frombits(b64)
	require.Equal(t, a64, math.Float64bits(abi.SelectF64(x, y, true)))
	require.Equal(t, b64, math.Float64bits(abi.SelectF64(x, y, false)))
}

// TestWideArithmetic compares with math/big.
func TestWideArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	values := []int64{0, 1, -1, 2, math.MinInt64, math.MaxInt64, math.MinInt64 + 1}
	for range 20 {
		values = append(values, int64(r.Uint64()))
	}
	signed := func(lo, hi int64) *big.Int {
		x := new(big.Int).Lsh(big.NewInt(hi), 64)
		return x.Add(x, new(big.Int).SetUint64(uint64(lo)))
	}
	wrap := func(x *big.Int) string {
		return new(big.Int).And(x, big.NewInt(0).Sub(big.NewInt(0).Lsh(big.NewInt(1), 128), big.NewInt(1))).String()
	}
	for _, a := range values {
		for _, b := range values {
			lo, hi := abi.I64MulWideS(a, b)
			require.Equal(t, new(big.Int).Mul(big.NewInt(a), big.NewInt(b)).String(), signed(lo, hi).String(), "%d * %d", a, b)
			lo, hi = abi.I64MulWideU(a, b)
			u := new(big.Int).Mul(new(big.Int).SetUint64(uint64(a)), new(big.Int).SetUint64(uint64(b)))
			require.Equal(t, wrap(u), wrap(signed(lo, hi)))
			c, d := values[r.IntN(len(values))], values[r.IntN(len(values))]
			lo, hi = abi.I64Add128(a, b, c, d)
			require.Equal(t, wrap(new(big.Int).Add(signed(a, b), signed(c, d))), wrap(signed(lo, hi)))
			lo, hi = abi.I64Sub128(a, b, c, d)
			require.Equal(t, wrap(new(big.Int).Sub(signed(a, b), signed(c, d))), wrap(signed(lo, hi)))
		}
	}
}

// floats are the edges of the conversions and their neighbours, and some more.
func floats() (fs []float64) {
	inf := math.Inf(1)
	for _, e := range []float64{0, 0.5, 1, 1.5, 2.5, 100.9, 0x1p31, 0x1p32, 0x1p53, 0x1p63, 0x1p64, 1e300, inf, math.SmallestNonzeroFloat64, 0x1p31 - 1, 0x1p32 - 1, 0x1p31 + 1} {
		for _, f := range []float64{e, math.Nextafter(e, -inf), math.Nextafter(e, inf),
			float64(math.Nextafter32(float32(e), float32(-inf))), float64(math.Nextafter32(float32(e), float32(inf)))} {
			fs = append(fs, f, -f)
		}
	}
	return append(fs, math.NaN(), math.Float64frombits(0x7ff4000000000000), math.Copysign(math.NaN(), -1))
}

// truncated is what a conversion to a bits-wide integer should give, computed with math/big.
func truncated(f float64, bits uint, signed bool) (exact, saturated string) {
	if math.IsNaN(f) {
		return "invalid conversion to integer", "0"
	}
	low, high := new(big.Int), new(big.Int).Lsh(big.NewInt(1), bits)
	if signed {
		high.Rsh(high, 1)
		low.Neg(high)
	}
	high.Sub(high, big.NewInt(1))
	// The results are compared as signed integers, whatever they mean.
	text := func(x *big.Int) string {
		if x.Bit(int(bits-1)) == 1 && x.Sign() > 0 {
			x = new(big.Int).Sub(x, new(big.Int).Lsh(big.NewInt(1), bits))
		}
		return x.String()
	}
	switch {
	case math.IsInf(f, 1):
		return "integer overflow", text(high)
	case math.IsInf(f, -1):
		return "integer overflow", text(low)
	}
	x, _ := big.NewFloat(f).Int(nil)
	switch {
	case x.Cmp(low) < 0:
		return "integer overflow", text(low)
	case x.Cmp(high) > 0:
		return "integer overflow", text(high)
	}
	return text(x), text(x)
}

func TestTruncation(t *testing.T) {
	for _, f := range floats() {
		check := func(f float64, bits uint, signed bool, exact, saturated string) {
			t.Helper()
			wantExact, wantSaturated := truncated(f, bits, signed)
			require.Equal(t, wantExact, exact, "%g to %d bits, signed %v", f, bits, signed)
			require.Equal(t, wantSaturated, saturated, "%g to %d bits, saturated, signed %v", f, bits, signed)
		}
		check(f, 32, true, result(func() int32 { return int32(abi.I32TruncF64S(f)) }), fmt.Sprint(int32(abi.I32TruncSatF64S(f))))
		check(f, 32, false, result(func() int32 { return int32(abi.I32TruncF64U(f)) }), fmt.Sprint(int32(abi.I32TruncSatF64U(f))))
		check(f, 64, true, result(func() int64 { return abi.I64TruncF64S(f) }), fmt.Sprint(abi.I64TruncSatF64S(f)))
		check(f, 64, false, result(func() int64 { return abi.I64TruncF64U(f) }), fmt.Sprint(abi.I64TruncSatF64U(f)))
		g := float32(f)
		f = float64(g)
		check(f, 32, true, result(func() int32 { return int32(abi.I32TruncF32S(g)) }), fmt.Sprint(int32(abi.I32TruncSatF32S(g))))
		check(f, 32, false, result(func() int32 { return int32(abi.I32TruncF32U(g)) }), fmt.Sprint(int32(abi.I32TruncSatF32U(g))))
		check(f, 64, true, result(func() int64 { return abi.I64TruncF32S(g) }), fmt.Sprint(abi.I64TruncSatF32S(g)))
		check(f, 64, false, result(func() int64 { return abi.I64TruncF32U(g) }), fmt.Sprint(abi.I64TruncSatF32U(g)))
	}
}

// bits shows a float so that -0 and NaNs can be told apart: an arithmetic NaN of any payload is "nan".
func bits(f float64) string {
	if f != f {
		if math.Float64bits(f)>>51&1 == 0 {
			return "signalling nan"
		}
		return "nan"
	}
	return fmt.Sprintf("%x", f)
}

func bits32(f float32) string {
	if f != f {
		if math.Float32bits(f)>>22&1 == 0 {
			return "signalling nan"
		}
		return "nan"
	}
	return fmt.Sprintf("%x", float64(f))
}

func TestMinMax(t *testing.T) {
	var negZero = math.Copysign(0, -1)
	var nan, signalling = math.NaN(), math.Float64frombits(0x7ff4000000000000)
	var signalling32 = math.Float32frombits(0x7fa00000)
	for _, c := range []struct{ a, b, min, max float64 }{
		{1, 2, 1, 2}, {0, negZero, negZero, 0}, {-1, negZero, -1, negZero}, {math.Inf(-1), math.Inf(1), math.Inf(-1), math.Inf(1)},
		{nan, 1, nan, nan}, {nan, math.Inf(-1), nan, nan}, {signalling, 1, nan, nan}, {signalling, nan, nan, nan}, {signalling, 0, nan, nan},
	} {
		for range 2 {
			require.Equal(t, bits(c.min), bits(abi.F64Min(c.a, c.b)))
			require.Equal(t, bits(c.max), bits(abi.F64Max(c.a, c.b)))
			a, b := float32(c.a), float32(c.b)
			require.Equal(t, bits(c.min), bits32(abi.F32Min(a, b)))
			require.Equal(t, bits(c.max), bits32(abi.F32Max(a, b)))
			c.a, c.b = c.b, c.a
		}
	}
	require.Equal(t, "nan", bits32(abi.F32Min(signalling32, 1)))
	require.Equal(t, "nan", bits32(abi.F32Max(1, signalling32)))
	require.Equal(t, "nan", bits32(abi.F32Max(signalling32, signalling32)))
}

func TestRounding(t *testing.T) {
	negZero := math.Copysign(0, -1)
	for _, c := range []struct{ f, ceil, floor, trunc, nearest float64 }{
		{0.5, 1, 0, 0, 0}, {-0.5, negZero, -1, negZero, negZero}, {1.5, 2, 1, 1, 2}, {2.5, 3, 2, 2, 2}, {-2.5, -2, -3, -2, -2}, {-3.5, -3, -4, -3, -4},
		{0, 0, 0, 0, 0}, {negZero, negZero, negZero, negZero, negZero}, {0x1p23 + 1, 0x1p23 + 1, 0x1p23 + 1, 0x1p23 + 1, 0x1p23 + 1},
		{math.Inf(1), math.Inf(1), math.Inf(1), math.Inf(1), math.Inf(1)},
	} {
		require.Equal(t, bits(c.ceil), bits(abi.F64Ceil(c.f)))
		require.Equal(t, bits(c.floor), bits(abi.F64Floor(c.f)))
		require.Equal(t, bits(c.trunc), bits(abi.F64Trunc(c.f)))
		require.Equal(t, bits(c.nearest), bits(abi.F64Nearest(c.f)))
		f := float32(c.f)
		require.Equal(t, bits(c.ceil), bits32(abi.F32Ceil(f)))
		require.Equal(t, bits(c.floor), bits32(abi.F32Floor(f)))
		require.Equal(t, bits(c.trunc), bits32(abi.F32Trunc(f)))
		require.Equal(t, bits(c.nearest), bits32(abi.F32Nearest(f)))
	}
}

// Arithmetic makes signalling NaNs quiet; operations on the sign leave all other bits alone.
func TestNaNs(t *testing.T) {
	for _, sign := range []uint64{0, 1} {
		for _, payload := range []uint64{1, 0x0004_0000_0000_0000, 0x0008_0000_0000_0000, 0x000c_ba98_7654_3210} {
			f := math.Float64frombits(sign<<63 | 0x7ff<<52 | payload)
			for name, g := range map[string]float64{"ceil": abi.F64Ceil(f), "floor": abi.F64Floor(f), "trunc": abi.F64Trunc(f), "nearest": abi.F64Nearest(f), "sqrt": abi.F64Sqrt(f)} {
				require.Equal(t, "nan", bits(g), name)
			}
			require.Equal(t, "nan", bits32(float32(f)))
			require.Equal(t, 0x7ff<<52|payload, math.Float64bits(abi.F64Abs(f)))
			require.Equal(t, (sign^1)<<63|0x7ff<<52|payload, math.Float64bits(abi.F64Neg(f)))
			require.Equal(t, 1<<63|0x7ff<<52|payload, math.Float64bits(abi.F64Copysign(f, -1)))
			require.Equal(t, 0x7ff<<52|payload, math.Float64bits(abi.F64Copysign(f, 1)))
		}
		for _, payload := range []uint32{1, 0x20_0000, 0x40_0000, 0x5a_5a5a} {
			sign := uint32(sign)
			f := math.Float32frombits(sign<<31 | 0xff<<23 | payload)
			for name, g := range map[string]float32{"ceil": abi.F32Ceil(f), "floor": abi.F32Floor(f), "trunc": abi.F32Trunc(f), "nearest": abi.F32Nearest(f), "sqrt": float32(math.Sqrt(float64(f)))} {
				require.Equal(t, "nan", bits32(g), name)
			}
			require.Equal(t, "nan", bits(abi.F64Promote(f)))
			require.Equal(t, "nan", bits32(float32(abi.F64Promote(f))))
			require.Equal(t, 0xff<<23|payload, math.Float32bits(abi.F32Abs(f)))
			require.Equal(t, (sign^1)<<31|0xff<<23|payload, math.Float32bits(abi.F32Neg(f)))
			require.Equal(t, 1<<31|0xff<<23|payload, math.Float32bits(abi.F32Copysign(f, -1)))
			require.Equal(t, 0xff<<23|payload, math.Float32bits(abi.F32Copysign(f, 1)))
		}
	}
}

// The Quiet functions leave all but signalling NaNs as they are.
func TestQuiet(t *testing.T) {
	for _, f := range append(floats(), math.Copysign(0, -1), math.NaN(), math.Float64frombits(0xfff8_0000_1234_5678)) {
		if bits(f) == "signalling nan" {
			continue
		}
		require.Equal(t, math.Float64bits(f), math.Float64bits(abi.QuietF64(f)))
		g := float32(f)
		require.Equal(t, math.Float32bits(g), math.Float32bits(abi.QuietF32(g)))
	}
	f, g := math.Float64frombits(0x7ff4_0000_0000_0001), math.Float32frombits(0x7fa0_0001)
	for _, one := range []float64{1, -1} {
		require.Equal(t, "nan", bits(abi.QuietF64(f*one)))
		require.Equal(t, "nan", bits(abi.QuietF64(f/one)))
		require.Equal(t, "nan", bits32(abi.QuietF32(g*float32(one))))
		require.Equal(t, "nan", bits32(abi.QuietF32(g/float32(one))))
	}
	require.Equal(t, "nan", bits(abi.QuietF64(f*1)), "Go leaves the product out")
	require.Equal(t, "nan", bits(abi.QuietF64(f/-1)))
	require.Equal(t, "nan", bits32(abi.QuietF32(g*-1)))
	require.Equal(t, "nan", bits32(abi.QuietF32(g/1)))
}

// The square root of a float32 is computed as a double one: rounding twice must not show.
func TestSqrt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 10000 {
		f := math.Float32frombits(r.Uint32() >> 1)
		if f != f || math.IsInf(float64(f), 0) {
			continue
		}
		exact := new(big.Float).SetPrec(200).Sqrt(big.NewFloat(float64(f)))
		want, _ := exact.Float32()
		require.Equal(t, want, float32(math.Sqrt(float64(f))))
	}
}

// The Canonical functions make one NaN of all, and leave numbers as they are.
func TestCanonical(t *testing.T) {
	for _, n := range []uint64{0, 1, 1 << 63, 0x3ff0_0000_0000_0001, 0x7fef_ffff_ffff_ffff, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000} {
		require.Equal(t, n, math.Float64bits(abi.CanonicalF64(math.Float64frombits(n))), "%#x", n)
	}
	for _, n := range []uint64{0x7ff0_0000_0000_0001, 0xfff0_0000_0000_0001, 0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7fff_ffff_ffff_ffff, math.MaxUint64} {
		require.Equal(t, uint64(0x7ff8_0000_0000_0000), math.Float64bits(abi.CanonicalF64(math.Float64frombits(n))), "%#x", n)
	}
	for _, n := range []uint32{0, 1, 1 << 31, 0x3f80_0001, 0x7f7f_ffff, 0x7f80_0000, 0xff80_0000} {
		require.Equal(t, n, math.Float32bits(abi.CanonicalF32(math.Float32frombits(n))), "%#x", n)
	}
	for _, n := range []uint32{0x7f80_0001, 0xff80_0001, 0x7fc0_0000, 0xffc0_0000, 0x7fff_ffff, math.MaxUint32} {
		require.Equal(t, uint32(0x7fc0_0000), math.Float32bits(abi.CanonicalF32(math.Float32frombits(n))), "%#x", n)
	}
}
