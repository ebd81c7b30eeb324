package sets

// Parts is a partition of the numbers below its length: by number, another one of the same part, or itself.
type Parts []int

// Add makes a part of the next number, which it returns.
func (p *Parts) Add() int {
	*p = append(*p, len(*p))
	return len(*p) - 1
}

// Root is the number that stands for the part of n.
func (p Parts) Root(n int) int {
	for p[n] != n {
		p[n] = p[p[n]]
		n = p[n]
	}
	return n
}

// Unite makes one part of those of two numbers. The root of the first stands for it.
func (p Parts) Unite(a, b int) { p[p.Root(b)] = p.Root(a) }
