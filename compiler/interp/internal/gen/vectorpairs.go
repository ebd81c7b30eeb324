package main

// vectorPairs are the operations on vectors whose operand may be another one. Their superinstructions are functions, too.
var vectorPairs = []struct{ outer, inner string }{
	{"f32x4.add f32x4.sub", "f32x4.mul"},
	{"f64x2.add f64x2.sub", "f64x2.mul"},
	{"i16x8.add i16x8.sub", "i16x8.mul"},
	{"i32x4.add i32x4.sub", "i32x4.mul"},
	{"i32x4.add", "i32x4.dot_i16x8_s i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u"},
	{"i16x8.mul", "i16x8.extend_low_i8x16_s i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_s i16x8.extend_high_i8x16_u"},
	{"v128.and v128.or v128.xor", "i8x16.shl i8x16.shr_u i16x8.shl i16x8.shr_u i32x4.shl i32x4.shr_u i64x2.shl i64x2.shr_u"},
	{"v128.and", "i8x16.eq i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u"},
	{"i8x16.bitmask", "i8x16.eq i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u"},
}

// commutesOnVectors are the instructions on vectors whose operands can change places.
var commutesOnVectors = map[string]bool{
	"i16x8.add": true, "i32x4.add": true, "i16x8.mul": true, "v128.and": true, "v128.or": true, "v128.xor": true,
}

// vectors makes the superinstructions for an operation a and its operand b.
func (p *pairing) vectors(a, b *row) {
	p.vectorPair(a, b, false, "R", "", "(B, C or K>>32), register K")
	if len(a.params) == 2 && !commutesOnVectors[a.Name] {
		p.vectorPair(a, b, true, "Right", "Right", "register K, (B, C or K>>32)")
	}
}

// vectorPair makes one where b is the first operand of a, or the second one.
func (p *pairing) vectorPair(a, b *row, swapped bool, form, suffix, doc string) {
	order := func(inner, other operand) []operand {
		if swapped {
			return []operand{other, inner}
		}
		return []operand{inner, other}
	}
	name := p.enter("VectorPairOf", a, b, form, suffix)
	in := instr{name: name, doc: a.Name + ", " + b.Name + ": " + doc, computes: nestedIn(a, b, swapped)}
	if lanesA, lanesB := scalarOf(a.Info), scalarOf(b.Info); lanesA != nil && lanesB != nil {
		outer, inner := newRow(lanesA), newRow(lanesB)
		in.function = eachLane(a, outer, 3, func(x ...operand) string { return outer.fill(order(nested(inner.fill(x[:2]...)), x[2])...) })
		p.called = append(p.called, in.inline())
		return
	}
	second := vectorReg("in.C")
	if b.params == "vi" {
		second = constant("in.Imm>>32")
	}
	in.function = set(a.results, a.fill(order(nested(b.fill(vectorReg("in.B"), second)), vectorReg("uint16(in.Imm)"))...))
	p.called = append(p.called, in)
}
