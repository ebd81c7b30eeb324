package abi

// OpaqueF32 returns f, but the compiler does not know that: it must not simplify arithmetic with it.
//
//go:noinline
func OpaqueF32(f float32) float32 { return f }

// OpaqueF64 returns f, but the compiler does not know that.
//
//go:noinline
func OpaqueF64(f float64) float64 { return f }
