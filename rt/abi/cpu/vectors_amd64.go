//go:build gc && !purego

package cpu

// HasVectors tells whether the processor has SSSE3 and SSE4.1, which the assembly of vectors is made of: all from 2008 on do.
func HasVectors() bool {
	const ssse3, sse41 = 1 << 9, 1 << 19
	return features()&(ssse3|sse41) == ssse3|sse41
}

// features is ECX of CPUID, leaf 1.
func features() uint32
