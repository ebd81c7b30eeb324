package ir

// Lists yields the lists of statements inside s, where they stand: the arms of an if, the cases of a switch, the body of a
// block or a loop. Whoever replaces one assigns to it.
func (s *Stmt) Lists(yield func(*[]Stmt) bool) {
	if s.Then != nil && !yield(&s.Then) || s.Else != nil && !yield(&s.Else) {
		return
	}
	for i := range s.Cases {
		if !yield(&s.Cases[i].Body) {
			return
		}
	}
}

// Targets yields the labels that s itself may jump to, not those that statements inside it may.
func (s *Stmt) Targets(yield func(*Label) bool) {
	if s.Kind == Br || s.MayThrow() && s.Label != nil {
		yield(s.Label)
	}
}

// MayThrow tells whether s is a statement whose Label is that of a handler.
func (s *Stmt) MayThrow() bool {
	return s.Kind == Throw || (s.Kind == Assign || s.Kind == Eval) && len(s.X) == 1 && s.X[0].IsCall()
}

// Leaves tells whether s itself always leads elsewhere: it is a branch, or leaves the function.
func (s *Stmt) Leaves() bool {
	switch s.Kind {
	case Br, Return, TailCall, Unreachable, Throw:
		return true
	}
	return false
}

// Completes tells whether control can get behind s. The end of a loop's body leads there until passes.Structure has run, then
// a branch to its Exit.
func (s *Stmt) Completes() bool {
	switch s.Kind {
	case Block:
		return s.Label.Uses > 0 || Completes(s.Then)
	case Loop:
		if s.Exit != nil {
			return s.Exit.Uses > 0
		}
		return Completes(s.Then)
	case If:
		return Completes(s.Then) || Completes(s.Else)
	case Switch:
		for i := range s.Cases {
			if Completes(s.Cases[i].Body) {
				return true
			}
		}
		return false
	}
	return !s.Leaves()
}

// Completes tells whether control can get behind a list.
func Completes(list []Stmt) bool { return len(list) == 0 || list[len(list)-1].Completes() }

// Visit calls visit for every statement in list, outer ones first.
func Visit(list []Stmt, visit func(*Stmt)) {
	for i := range list {
		visit(&list[i])
		for inner := range list[i].Lists {
			Visit(*inner, visit)
		}
	}
}
