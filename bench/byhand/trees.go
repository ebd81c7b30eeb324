package main

type tree struct{ left, right *tree }

func newTree(depth int32) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{newTree(depth - 1), newTree(depth - 1)}
}

func (t *tree) check() int32 {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.check() + t.right.check()
}

// trees is trees.wat.
func trees(most int32) int32 {
	long := newTree(most)
	sum := newTree(most + 1).check()
	for depth := int32(4); depth <= most; depth += 2 {
		for range int32(1) << (most - depth + 4) {
			sum += newTree(depth).check()
		}
		sum *= 31
	}
	return sum + long.check()
}
