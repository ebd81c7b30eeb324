package main

type cell struct {
	value uint32
	next  *cell
}

func build(n, seed uint32) *cell {
	var head *cell
	for range n {
		seed = seed*1664525 + 1013904223
		head = &cell{seed >> 8, head}
	}
	return head
}

func (l *cell) reverse() *cell {
	var done *cell
	for l != nil {
		l.next, done, l = done, l, l.next
	}
	return done
}

// triples makes a new list of 3v+1 for each odd v, backwards.
func (l *cell) triples() *cell {
	var out *cell
	for ; l != nil; l = l.next {
		if l.value&1 != 0 {
			out = &cell{l.value*3 + 1, out}
		}
	}
	return out
}

func (l *cell) sum() uint32 {
	s := uint32(0)
	for ; l != nil; l = l.next {
		s = s*31 + l.value
	}
	return s
}

func merge(a, b *cell) *cell {
	var head cell
	last := &head
	for a != nil && b != nil {
		if a.value <= b.value {
			last.next, last, a = a, a, a.next
		} else {
			last.next, last, b = b, b, b.next
		}
	}
	if a == nil {
		a = b
	}
	last.next = a
	return head.next
}

func (l *cell) sort(n uint32) *cell {
	if n < 2 {
		return l
	}
	cut := l
	for range n/2 - 1 {
		cut = cut.next
	}
	rest := cut.next
	cut.next = nil
	return merge(l.sort(n/2), rest.sort(n-n/2))
}

// list is list.wat.
func list(times int32) int32 {
	const n = 10000
	s := uint32(0)
	for ; times > 0; times-- {
		l := build(n, uint32(times))
		s += l.triples().sum()
		l = l.reverse()
		s ^= l.sum()
		s += l.sort(n).sum()
	}
	return int32(s)
}
