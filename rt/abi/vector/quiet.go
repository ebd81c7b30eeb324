package vector

// quiet returns f, but a signalling NaN as a quiet one. It stands where Go may leave out an operation that would do so, or calls a function
// of its own that does not.
func quiet(f float64) float64 {
	if f != f {
		return f + f
	}
	return f
}
