package ir

import "github.com/wasm2go/wasm2go/compiler/op"

// Measure returns how many statements and expressions a body has, and how
// many levels deep its ifs and loops are nested.
func (f *Func) Measure() (nodes, depth int) {
	return measure(f.Body)
}

func measure(list []Stmt) (nodes, depth int) {
	for i := range list {
		s := &list[i]
		nodes += s.Nodes()
		inner := 0
		for list := range s.Lists {
			n, d := measure(*list)
			nodes, inner = nodes+n, max(inner, d)
		}
		if s.Nests() {
			inner++
		}
		depth = max(depth, inner)
	}
	return nodes, depth
}

// Nodes is how many statements and expressions a statement is, without those in its lists.
func (s *Stmt) Nodes() int {
	n := 1
	for _, x := range s.X {
		n += int(x.Size)
	}
	return n
}

// Nests tells whether what is in a statement is a level deeper.
func (s *Stmt) Nests() bool { return s.Kind == If || s.Kind == Loop }

// CountUses counts the reads and writes of each variable.
func (f *Func) CountUses() {
	for i := range f.Vars {
		f.Vars[i].Reads, f.Vars[i].Writes = 0, 0
	}
	read := func(x *Expr) {
		if x.Kind == Read {
			f.Vars[x.Var].Reads++
		}
	}
	Visit(f.Body, func(s *Stmt) {
		for _, x := range s.X {
			x.Walk(read)
		}
		for _, v := range s.Dst {
			f.Vars[v].Writes++
		}
	})
}

// Matters tells whether an expression itself, its operands aside, has to be evaluated even if nobody wants its value.
func (x *Expr) Matters() bool {
	traps := x.Kind == Apply && op.Table[x.Op].Effect != op.Pure && x.Effects&Trapping != 0
	return !x.Pure() || traps && x.Op != op.MemorySize
}
