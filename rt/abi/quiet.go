package abi

// QuietF32 returns f, but a signalling NaN as a quiet one. It stands where Go may have left out an operation that had done so.
func QuietF32(f float32) float32 {
	if f != f {
		return f + f
	}
	return f
}

// QuietF64 returns f, but a signalling NaN as a quiet one.
func QuietF64(f float64) float64 {
	if f != f {
		return f + f
	}
	return f
}
