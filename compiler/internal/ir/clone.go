package ir

import "slices"

// Clone copies a function, with all that passes rewrite: statements, trees and labels. Routines are the same.
func (f *Func) Clone() *Func {
	c := *f
	c.Vars, c.V128 = slices.Clone(f.Vars), slices.Clone(f.V128)
	copier := cloner{}
	c.Body = copier.list(f.Body)
	return &c
}

// A cloner leads from labels to their copies.
type cloner map[*Label]*Label

func (c cloner) list(list []Stmt) []Stmt {
	list = slices.Clone(list)
	for i := range list {
		s := &list[i]
		s.Label, s.Exit = c.label(s.Label), c.label(s.Exit)
		s.Dst, s.X, s.Cases = slices.Clone(s.Dst), clones(s.X), slices.Clone(s.Cases)
		for inner := range s.Lists {
			*inner = c.list(*inner)
		}
	}
	return list
}

func (c cloner) label(l *Label) *Label {
	if l == nil {
		return nil
	}
	if c[l] == nil {
		made := *l
		c[l] = &made
		made.Same = c.label(l.Same)
	}
	return c[l]
}

// Clone copies a tree.
func (x *Expr) Clone() *Expr {
	c := *x
	c.Args = clones(x.Args)
	return &c
}

func clones(xs []*Expr) []*Expr {
	xs = slices.Clone(xs)
	for i, x := range xs {
		xs[i] = x.Clone()
	}
	return xs
}
