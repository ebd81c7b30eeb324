package random

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/op"
)

// Vectors are of type v128. Inside functions some are known as f32x4 and f64x2: they may be NaN in lanes of that shape, of which the bits are
// not certain (spec 4.3.3, "NaN propagation"). All others are certain in every bit, and can be taken for these.
const (
	v128  = 0x7b
	f32x4 = 1
	f64x2 = 2
)

var vectors = []byte{v128, f32x4, f64x2}

func isVector(t byte) bool { return slices.Contains(vectors, t) }

// wire is the type as the binary format has it.
func wire(t byte) byte {
	if isVector(t) {
		return v128
	}
	return t
}

// wire is the signature as the binary format has it.
func (s signature) wire() signature {
	types := func(list []byte) []byte {
		list = slices.Clone(list)
		for i, t := range list {
			list[i] = wire(t)
		}
		return list
	}
	return signature{types(s.params), types(s.results)}
}

// shapes makes some of the vectors among types those of floats.
func (f *function) shapes(types []byte) []byte {
	for i, t := range types {
		if t == v128 {
			types[i] = pick(f.m.r, vectors)
		}
	}
	return types
}

// A form is an instruction on vectors, with the types of its operands and of its result.
type form struct {
	op     op.Op
	params []byte
	result byte
}

// A formSet has forms by result.
type formSet map[byte][]form

var (
	strictForms  = makeForms(op.SIMD)
	relaxedForms = makeForms(op.SIMD, op.RelaxedSIMD)
)

func makeForms(proposals ...op.Proposal) formSet {
	forms := formSet{}
	for i := range op.Table {
		in := &op.Table[i]
		params, result, _ := strings.Cut(in.Sig, ":")
		if !slices.Contains(proposals, in.Proposal) || in.Accesses() || params == "" {
			continue
		}
		operand, shape := laneShapes(in.Name)
		add := func(operand, shape byte) {
			fm := form{op: op.Op(i), result: shape}
			if result != "v" {
				fm.result = typeOf(result[0])
			}
			for k := range params {
				t := operand
				if params[k] != 'v' {
					t = typeOf(params[k])
				}
				fm.params = append(fm.params, t)
			}
			forms[fm.result] = append(forms[fm.result], fm)
		}
		add(operand, shape)
		if exact(in.Name) {
			add(v128, v128)
		}
	}
	return forms
}

// laneShapes tells which lanes of its operands and of its result an instruction takes for floats.
func laneShapes(name string) (operand, result byte) {
	byName := map[string]byte{"f32x4": f32x4, "f64x2": f64x2}
	lanes, rest, _ := strings.Cut(name, ".")
	operand, result = v128, v128
	if t, ok := byName[lanes]; ok {
		operand, result = t, t
	}
	switch {
	case slices.Contains([]string{"eq", "ne", "lt", "gt", "le", "ge"}, rest):
		result = v128
	case strings.HasPrefix(rest, "convert_"):
		operand, result = v128, v128
	case strings.Contains(rest, "f32x4"):
		operand = f32x4
	case strings.Contains(rest, "f64x2"):
		operand = f64x2
	}
	return operand, result
}

// exact tells whether an instruction on floats only moves bits.
func exact(name string) bool {
	lanes, rest, _ := strings.Cut(name, ".")
	return (lanes == "f32x4" || lanes == "f64x2") && slices.Contains([]string{"abs", "neg", "pmin", "pmax"}, rest)
}

func (m *module) forms(result byte) []form {
	if m.features.Relaxed {
		return relaxedForms[result]
	}
	return strictForms[result]
}

// vector appends an expression of type v128, f32x4 or f64x2.
func (f *function) vector(t byte) (certain bool) {
	if f.budget <= 0 || f.depth > maxDepth {
		f.vectorLeaf(t)
		return t == v128
	}
	switch n := f.m.r.IntN(100); {
	case n < 15:
		f.vectorLeaf(t)
	case n < 30:
		f.applyTo(t, f.vectorSimple)
	case n < 65:
		f.applyTo(t, func(t byte) { f.expr(t) })
	case n < 78:
		f.loadVector()
	case n < 82:
		f.blockExpr(t)
	case n < 85 && !f.hot && f.callExpr(t):
	case n < 90:
		f.selectExpr(t)
	case n < 92:
		f.tee(t)
	case n < 95 && f.branchExpr(t):
	default:
		f.applyTo(t, func(t byte) { f.expr(t) })
	}
	return t == v128
}

// vectorLeaf appends a constant or a variable.
func (f *function) vectorLeaf(t byte) {
	if v, ok := f.anyLocal(pick(f.m.r, []byte{t, t, v128})); ok && chance(f.m.r, 0.8) {
		f.op(op.LocalGet, v)
		return
	}
	if g, ok := f.m.anyGlobal(v128, false); ok && chance(f.m.r, 0.3) {
		f.op(op.GlobalGet, g)
		return
	}
	f.m.constant(&f.code, t)
}

// vectorSimple appends an operand as compilers have them often.
func (f *function) vectorSimple(t byte) {
	switch {
	case !isVector(t):
		f.simple(t)
	case chance(f.m.r, 0.3):
		f.loadVector()
	default:
		f.vectorLeaf(t)
	}
}

// applyTo appends an instruction whose result is a vector of type t, with operands as given.
func (f *function) applyTo(t byte, operand func(t byte)) {
	from := t
	if chance(f.m.r, 0.3) {
		from = pick(f.m.r, vectors)
	}
	f.form(pick(f.m.r, f.m.forms(from)), operand)
	if from != t && from != v128 {
		f.canonical(from)
	}
}

// form appends an instruction with its operands.
func (f *function) form(fm form, operand func(t byte)) {
	for _, t := range fm.params {
		operand(t)
	}
	f.op(fm.op)
	f.lane(fm.op)
}

// lane appends which lanes an instruction is for, if it wants to know.
func (f *function) lane(o op.Op) {
	switch in := &op.Table[o]; in.Imm {
	case op.ImmLane:
		f.byte(byte(f.m.r.IntN(int(in.Size))))
	case op.ImmMemLane:
		f.byte(byte(f.m.r.IntN(16 / int(in.Size))))
	case op.ImmShuffle:
		f.byte(shuffle(f.m.r)...)
	}
}

// shuffle makes the lane indices of a shuffle, often those that machines have an instruction for: elements of some bytes that are
// interleaved, moved, turned around, chosen from one operand or by their place, and all bytes rotated.
func shuffle(r *rand.Rand) []byte {
	size := pick(r, []int{1, 2, 4, 8})
	n := 16 / size
	k := r.IntN(2 * n)
	element := pick(r, []func(i int) int{
		func(i int) int { return i/2 + i%2*n },
		func(i int) int { return n/2 + i/2 + i%2*n },
		func(i int) int { return i/2 + (1-i%2)*n },
		func(i int) int { return (i + k) % (2 * n) },
		func(i int) int { return (i + k) % n },
		func(i int) int { return n - 1 - i },
		func(i int) int { return k },
		func(i int) int { return i + r.IntN(2)*n },
		func(i int) int { return 2*i + k%2 },
		func(i int) int { return i ^ k&(n-1) },
		func(int) int { return r.IntN(n) },
		func(int) int { return n + r.IntN(n) },
		func(int) int { return r.IntN(2 * n) },
	})
	var lanes []byte
	for i := range n {
		at := element(i) % (2 * n) * size
		for b := range size {
			lanes = append(lanes, byte(at+b))
		}
	}
	return lanes
}

// fromVector appends an instruction on vectors whose result is a number.
func (f *function) fromVector(t byte) (certain bool) {
	f.form(pick(f.m.r, f.m.forms(t)), func(t byte) { f.expr(t) })
	return !isFloat(t)
}

// vectorLoads give a vector, some of them from a vector of which they load one lane.
var vectorLoads, vectorStores = makeVectorAccesses()

func makeVectorAccesses() (loads, stores []access) {
	for i := range op.Table {
		in := &op.Table[i]
		if in.Proposal != op.SIMD || !in.Accesses() {
			continue
		}
		a := access{op.Op(i), v128, uint64(in.Size)}
		if strings.HasSuffix(in.Sig, ":") {
			stores = append(stores, a)
		} else {
			loads = append(loads, a)
		}
	}
	return loads, stores
}

// loadVector appends a load of a vector.
func (f *function) loadVector() {
	a := f.vectorAccess(vectorLoads, op.V128Load)
	k := f.m.r.IntN(len(f.m.memories))
	offset := f.address(k, a.width)
	if op.Table[a.op].Imm == op.ImmMemLane {
		f.expr(v128)
		f.storeTo(a, k, offset)
	} else {
		f.loaded(a, k, offset)
	}
	f.lane(a.op)
}

// storeVector appends a store as a statement.
func (f *function) storeVector() {
	a := f.vectorAccess(vectorStores, op.V128Store)
	k := f.m.r.IntN(len(f.m.memories))
	offset := f.address(k, a.width)
	f.expr(v128)
	f.storeTo(a, k, offset)
	f.lane(a.op)
}

// vectorAccess chooses an access, in half of the cases that of a whole vector.
func (f *function) vectorAccess(from []access, whole op.Op) access {
	if chance(f.m.r, 0.5) {
		return access{whole, v128, 16}
	}
	return pick(f.m.r, from)
}

// vectorStatement appends a statement on vectors.
func (f *function) vectorStatement() {
	r := f.m.r
	switch n := r.IntN(20); {
	case n < 9:
		f.assignVector()
	case n < 14:
		f.storeVector()
	case n < 15:
		f.deepVector()
	case n < 16 && !f.hot:
		if g, ok := f.m.anyGlobal(v128, true); ok {
			f.expr(v128)
			f.op(op.GlobalSet, g)
		}
	case n < 17 && !f.hot:
		f.expr(v128)
		f.log(v128)
	case n < 18 && f.nests < 2:
		f.hotLoop(signature{})
	default:
		f.assignVector()
	}
}

// assignVector sets a vector to one that is made of it, or to any.
func (f *function) assignVector() {
	t := pick(f.m.r, vectors)
	v, ok := f.anyLocal(t)
	if !ok {
		v = f.local(t, false)
	}
	if chance(f.m.r, 0.4) {
		f.applyTo(t, f.vectorSimple)
	} else {
		f.expr(t)
	}
	f.op(op.LocalSet, v)
}

// deepVector appends operations on many waiting vectors.
func (f *function) deepVector() {
	n := 2 + f.m.r.IntN(8)
	if chance(f.m.r, 0.2) {
		n = 16 + f.m.r.IntN(20)
	}
	for range n {
		f.vectorSimple(v128)
	}
	for range n - 1 {
		f.op(pick(f.m.r, []op.Op{op.I8x16Add, op.I16x8Mul, op.I32x4Sub, op.I64x2Add, op.V128Xor, op.I8x16Swizzle, op.I16x8AddSatS, op.I32x4GtS, op.V128Andnot}))
	}
	v, ok := f.anyLocal(v128)
	if !ok {
		v = f.local(v128, false)
	}
	f.op(op.LocalSet, v)
}

// canonicalVector makes the bits of the vector on the stack certain: lanes that are NaN become 0.
func (f *function) canonicalVector(t byte) {
	v, equal := f.scratch(), op.F32x4Eq
	if t == f64x2 {
		equal = op.F64x2Eq
	}
	f.op(op.LocalTee, v)
	f.op(op.LocalGet, v)
	f.op(op.LocalGet, v)
	f.op(equal)
	f.op(op.V128And)
}

// scratch is a local for a vector that is used at once.
func (f *function) scratch() uint64 {
	if f.quietVector == nil {
		v := f.local(v128, true)
		f.quietVector = &v
	}
	return *f.quietVector
}

// logVector passes the halves of the vector on the stack to the host.
func (f *function) logVector(t byte) {
	if t != v128 {
		f.canonical(t)
	}
	f.op(op.LocalSet, f.scratch())
	for lane := range byte(2) {
		f.op(op.LocalGet, f.scratch())
		f.op(op.I64x2ExtractLane)
		f.byte(lane)
		f.log(i64)
	}
}

// v128 appends a constant.
func (c *code) v128(bits []byte) {
	c.op(op.V128Const)
	c.byte(bits...)
}

// valueV128 makes a vector of lanes at the edges of what instructions do, in some cases all the same.
func valueV128(r *rand.Rand) []byte {
	var lane func() []byte
	switch r.IntN(6) {
	case 0:
		lane = func() []byte {
			return []byte{pick(r, []byte{0, 1, 2, 15, 16, 0x7f, 0x80, 0x81, 0xff, byte(r.Uint32())})}
		}
	case 1:
		lane = func() []byte {
			return binary.LittleEndian.AppendUint16(nil, pick(r, []uint16{0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0x8001, 0xffff, uint16(r.Uint32())}))
		}
	case 2:
		lane = func() []byte { return binary.LittleEndian.AppendUint32(nil, value32(r)) }
	case 3:
		lane = func() []byte { return binary.LittleEndian.AppendUint64(nil, value64(r)) }
	case 4:
		lane = func() []byte { return binary.LittleEndian.AppendUint32(nil, valueF32(r)) }
	case 5:
		lane = func() []byte { return binary.LittleEndian.AppendUint64(nil, valueF64(r)) }
	}
	if one := lane(); chance(r, 0.3) {
		return slices.Repeat(one, 16/len(one))
	}
	var bits []byte
	for len(bits) < 16 {
		bits = append(bits, lane()...)
	}
	return bits
}
