package vector

import (
	"math"
	"runtime"
)

// quietF32 returns f, but a signalling NaN as a quiet one: Go takes x * 1 and x / 1 for x.
func quietF32(f float32) float32 {
	if f != f {
		return f + f
	}
	return f
}

func quietF64(f float64) float64 {
	if f != f {
		return f + f
	}
	return f
}

func minF32(a, b float32) float32 {
	if a != a || b != b {
		return a + b
	}
	return min(a, b)
}

func maxF32(a, b float32) float32 {
	if a != a || b != b {
		return a + b
	}
	return max(a, b)
}

func minF64(a, b float64) float64 {
	if a != a || b != b {
		return a + b
	}
	return min(a, b)
}

func maxF64(a, b float64) float64 {
	if a != a || b != b {
		return a + b
	}
	return max(a, b)
}

func pminF32(a, b float32) float32 {
	if b < a {
		return b
	}
	return a
}

func pmaxF32(a, b float32) float32 {
	if a < b {
		return b
	}
	return a
}

func pminF64(a, b float64) float64 {
	if b < a {
		return b
	}
	return a
}

func pmaxF64(a, b float64) float64 {
	if a < b {
		return b
	}
	return a
}

func promote(f float32) float64 {
	if (runtime.GOARCH == "ppc64" || runtime.GOARCH == "ppc64le") && f != f {
		return float64(f + f)
	}
	return float64(f)
}

func truncSatS(f float64) uint32 {
	switch {
	case f != f:
		return 0
	case f <= math.MinInt32:
		return 1 << 31
	case f >= math.MaxInt32:
		return math.MaxInt32
	}
	return uint32(int32(f))
}

func truncSatU(f float64) uint32 {
	switch {
	case !(f > 0):
		return 0
	case f >= math.MaxUint32:
		return math.MaxUint32
	}
	return uint32(int64(f))
}

// addSat16 is x as the nearest int16.
func addSat16(x int32) int32 { return min(max(x, math.MinInt16), math.MaxInt16) }
