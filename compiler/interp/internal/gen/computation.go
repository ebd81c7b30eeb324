package main

// A computation is what a handler does: an operation on what is in the registers that fields name, on constants, and on what other operations give.
type computation struct {
	op   *row
	args []argument
}

// An argument is one operand: of inner, if there is one, else in the register that the field at that offset names, or that field itself.
type argument struct {
	inner    *computation
	field    int
	constant bool
}

// inRegisters is the computation of a row whose operands are in the registers that B, C and the constant name.
func (r *row) inRegisters() *computation {
	c := &computation{op: r}
	for k := range r.params {
		c.args = append(c.args, argument{field: [...]int{fieldB, fieldC, fieldK}[k]})
	}
	return c
}

// withConstant is the computation of a row whose last operand is in a field.
func (r *row) withConstant(field int) *computation {
	c := r.inRegisters()
	c.args[len(c.args)-1] = argument{field: field, constant: true}
	return c
}

// nestedIn is the computation of a, an operand of which is b.
func nestedIn(a, b *row, swapped bool) *computation {
	inner := b.inRegisters()
	if b.params == "vi" {
		inner = b.withConstant(upperK)
	}
	c := &computation{op: a, args: []argument{{inner: inner}}}
	switch {
	case swapped:
		c.args = []argument{{field: fieldK}, {inner: inner}}
	case len(a.params) == 2:
		c.args = append(c.args, argument{field: fieldK})
	}
	return c
}

// shuffled is the computation of i8x16.shuffle, whose mask is in a register.
func (r *row) shuffled() *computation {
	mask := *r
	mask.params += "v"
	return mask.inRegisters()
}
