package main

import "bytes"

// A value is a small integer (int32), a large one (*boxed) or a text ([]byte behind a pointer), as in hashmap.wat.
type (
	boxed    struct{ n uint64 }
	byteText struct{ s []byte }
)

type entry struct {
	key, value any
	hash       uint32
	next       *entry
}

type table struct {
	buckets []*entry
	count   uint32
}

func hash(key any) uint32 {
	switch k := key.(type) {
	case int32:
		h := uint32(k) * 0x9e3779b1
		return h ^ h>>15
	case *boxed:
		return uint32(k.n * 0x9e3779b97f4a7c15 >> 32)
	default:
		h := uint32(0x811c9dc5)
		for _, c := range k.(*byteText).s {
			h = (h ^ uint32(c)) * 0x01000193
		}
		return h
	}
}

func same(a, b any) bool {
	switch x := a.(type) {
	case int32:
		y, ok := b.(int32)
		return ok && x == y
	case *boxed:
		y, ok := b.(*boxed)
		return ok && x.n == y.n
	default:
		y, ok := b.(*byteText)
		return ok && bytes.Equal(x.(*byteText).s, y.s)
	}
}

func (m *table) find(key any, h uint32) *entry {
	for e := m.buckets[h&uint32(len(m.buckets)-1)]; e != nil; e = e.next {
		if e.hash == h && same(e.key, key) {
			return e
		}
	}
	return nil
}

func (m *table) grow() {
	buckets := make([]*entry, 2*len(m.buckets))
	for _, e := range m.buckets {
		for e != nil {
			next := e.next
			slot := e.hash & uint32(len(buckets)-1)
			e.next, buckets[slot] = buckets[slot], e
			e = next
		}
	}
	m.buckets = buckets
}

func (m *table) put(key, value any) {
	h := hash(key)
	if e := m.find(key, h); e != nil {
		e.value = value
		return
	}
	if m.count > uint32(len(m.buckets)) {
		m.grow()
	}
	slot := h & uint32(len(m.buckets)-1)
	m.buckets[slot] = &entry{key, value, h, m.buckets[slot]}
	m.count++
}

func (m *table) get(key any) any {
	if e := m.find(key, hash(key)); e != nil {
		return e.value
	}
	return nil
}

func key(i uint32) any {
	switch i % 3 {
	case 0:
		return int32(i)
	case 1:
		return &boxed{uint64(i) * 0x100000001}
	}
	s := bytes.Repeat([]byte("0"), 8)
	for at := 7; ; at-- {
		s[at] = byte('0' + i%10)
		if i /= 10; i == 0 {
			return &byteText{s}
		}
	}
}

func number(n uint64) any {
	if n < 0x3fffffff {
		return int32(n)
	}
	return &boxed{n}
}

func numberOf(v any) uint64 {
	switch v := v.(type) {
	case int32:
		return uint64(v)
	case *boxed:
		return v.n
	}
	return 0
}

// hashMap is hashmap.wat.
func hashMap(n int32) int32 {
	m := &table{buckets: make([]*entry, 16)}
	keys := uint32(n)>>2 + 1
	x := uint32(12345)
	for range n {
		x = x*1664525 + 1013904223
		k := key((x >> 8) % keys)
		m.put(k, number(numberOf(m.get(k))*3+1))
	}
	sum := uint64(0)
	for i := range keys {
		sum = sum*31 + numberOf(m.get(key(i)))
	}
	return int32((uint32(sum) ^ uint32(sum>>32)) + m.count)
}
