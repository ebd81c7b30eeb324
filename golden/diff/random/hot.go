package random

import "github.com/wasm2go/wasm2go/compiler/op"

// Hot loops work on vectors and numbers, and neither call nor change anything but locals and memory: compilers to machine code like them.
// Their addresses go up or down by steps. They have a counter each, so they end.

// A loop is a hot loop under construction.
type loop struct {
	counter uint64 // a local with the turns that are left, from turns down to 1
	turns   int
	steps   []stride
}

// A stride is a pointer into a memory, which a loop moves at each turn.
type stride struct {
	local  uint64
	memory int
	most   uint64 // the largest address that it holds
	step   uint64
}

// mostTurns are those of a nest, all in all.
const mostTurns = 500

// hotBody makes the body of a function that could be machine code as a whole: it does not even use fuel.
func (f *function) hotBody() {
	f.hot = true
	f.statements(1 + f.m.r.IntN(3))
	for range 1 + f.m.r.IntN(2) {
		f.hotLoop(signature{})
	}
	f.dump()
	f.values(f.sig.results)
}

// hotLoop appends a loop of type s, whose parameters are on the stack, perhaps inside blocks that it leaves in the middle.
func (f *function) hotLoop(s signature) {
	r := f.m.r
	outermost, hot := len(f.hotLoops) == 0, f.hot
	f.hot = true
	defer func() { f.hot = hot }()
	if outermost {
		f.nests++
		f.budget += 30 + r.IntN(100)
		f.manyLocals()
	}
	var exits [][]byte
	if len(s.params) == 0 && len(f.labels) < 12 {
		for range r.IntN(3) {
			types := f.fewTypes()
			f.op(op.Block)
			f.blockType(signature{nil, types})
			f.labels = append(f.labels, label{types: types})
			exits = append(exits, types)
		}
	}
	f.counted(s)
	for i := len(exits) - 1; i >= 0; i-- {
		f.absorb(s.results)
		f.values(exits[i])
		f.labels = f.labels[:len(f.labels)-1]
		f.op(op.End)
		f.absorb(exits[i])
		f.values(s.results)
	}
	if outermost && chance(r, 0.7) {
		f.absorb(s.results)
		f.dump()
		f.values(s.results)
	}
}

// manyLocals makes locals, often more than there are registers, and gives some of them values.
func (f *function) manyLocals() {
	r := f.m.r
	count := func(of ...byte) (n int) {
		for _, t := range f.locals {
			for _, other := range of {
				if t == other {
					n++
				}
			}
		}
		return n
	}
	for n := pick(r, []int{2, 4, 8, 14, 20, 40}); count(vectors...) < n; {
		f.local(pick(r, vectors), false)
	}
	for n := pick(r, []int{1, 2, 4, 18}); count(i32, i64) < n; {
		f.local(pick(r, []byte{i32, i64}), false)
	}
	for n := pick(r, []int{0, 1, 4, 18}); count(f32, f64) < n; {
		f.local(pick(r, []byte{f32, f64}), false)
	}
	for v, t := range f.locals {
		if isVector(t) && !f.hidden[v] && chance(r, 0.7) {
			f.m.constant(&f.code, t)
			f.op(op.LocalSet, uint64(v))
		}
	}
}

// counted appends the loop itself: it tests its counter at the end, or it does so at the beginning and may go on from anywhere inside.
func (f *function) counted(s signature) {
	r := f.m.r
	saved, product := f.hotLoops, f.product
	l := loop{counter: f.local(i32, true), turns: 1 + r.IntN(pick(r, []int{3, 8, 40}))}
	l.turns = min(l.turns, max(1, mostTurns/max(1, product)))
	f.product = max(1, product) * l.turns
	f.absorb(s.params)
	for range pick(r, []int{0, 1, 2, 3, 14}) {
		f.stride(&l)
	}
	f.i32(int32(l.turns))
	f.op(op.LocalSet, l.counter)
	f.values(s.params)
	f.hotLoops = append(saved[:len(saved):len(saved)], l)
	if chance(r, 0.5) {
		f.atEnd(s, &l)
	} else {
		f.atBeginning(s, &l)
	}
	f.hotLoops, f.product = saved, product
}

// atEnd appends a loop that ends in a test.
func (f *function) atEnd(s signature, l *loop) {
	f.op(op.Loop)
	f.blockType(s)
	f.nested(label{types: s.params, hidden: true}, func() {
		f.absorb(s.params)
		f.inside(l)
		f.values(s.params)
		f.advance(l)
		f.countDown(l)
		f.op(op.LocalGet, l.counter)
		if chance(f.m.r, 0.5) {
			f.i32(0)
			f.op(pick(f.m.r, []op.Op{op.I32Ne, op.I32GtS, op.I32GtU}))
		}
		f.op(op.BrIf, 0)
		f.absorb(s.params)
		f.values(s.results)
	})
}

// atBeginning appends a loop that begins with a test.
func (f *function) atBeginning(s signature, l *loop) {
	f.op(op.Block)
	f.blockType(s)
	f.nested(label{types: s.results}, func() {
		f.op(op.Loop)
		f.blockType(s)
		f.nested(label{types: s.params}, func() {
			f.absorb(s.params)
			f.values(s.results)
			f.op(op.LocalGet, l.counter)
			f.op(op.I32Eqz)
			f.op(op.BrIf, 1)
			f.absorb(s.results)
			f.countDown(l)
			f.inside(l)
			f.advance(l)
			f.values(s.params)
			f.op(op.Br, 0)
		})
	})
}

func (f *function) countDown(l *loop) {
	f.op(op.LocalGet, l.counter)
	if chance(f.m.r, 0.5) {
		f.i32(1)
		f.op(op.I32Sub)
	} else {
		f.i32(-1)
		f.op(op.I32Add)
	}
	f.op(op.LocalSet, l.counter)
}

// inside appends what a loop does.
func (f *function) inside(l *loop) {
	trap := chance(f.m.r, 0.12)
	for range 1 + f.m.r.IntN(10) {
		f.statements(1)
		if trap && chance(f.m.r, 0.3) {
			f.trapAt(l, f.m.r.IntN(l.turns+2))
			trap = false
		}
	}
}

// hotStatement is statement inside loops that call nothing.
func (f *function) hotStatement() {
	r := f.m.r
	switch n := r.IntN(100); {
	case n < 34:
		f.assignVector()
	case n < 50:
		f.storeVector()
	case n < 53:
		f.deepVector()
	case n < 60:
		types := f.shapes(f.m.valueTypes(1 + r.IntN(3)))
		f.values(types)
		f.absorb(types)
	case n < 68:
		f.store()
	case n < 78:
		f.blockStatement()
	case n < 84:
		f.branchIf()
	case n < 87:
		f.switchStatement()
	case n < 92 && len(f.hotLoops) < 3:
		f.hotLoop(signature{})
	case n < 94 && len(f.labels) < 20:
		f.nest()
	case n < 97:
		f.steps()
	default:
		t := pick(r, numeric)
		f.values([]byte{t})
		f.absorb([]byte{t})
	}
}

// trapAt appends what traps once a counter has got to n.
func (f *function) trapAt(l *loop, n int) {
	r := f.m.r
	counted := func(o op.Op) {
		f.op(op.LocalGet, l.counter)
		f.i32(int32(n))
		f.op(o)
	}
	switch r.IntN(5) {
	case 0:
		counted(op.I32Eq)
		f.op(op.If)
		f.byte(0x40)
		f.op(op.Unreachable)
		f.op(op.End)
	case 1:
		f.expr(i32)
		counted(op.I32Xor)
		f.op(pick(r, []op.Op{op.I32DivS, op.I32DivU, op.I32RemS, op.I32RemU}))
		f.absorb([]byte{i32})
	case 2:
		f.expr(i64)
		counted(op.I32Sub)
		f.op(pick(r, []op.Op{op.I64ExtendI32S, op.I64ExtendI32U}))
		f.op(pick(r, []op.Op{op.I64DivS, op.I64DivU, op.I64RemS, op.I64RemU}))
		f.absorb([]byte{i64})
	case 3:
		f.f64(pick(r, []uint64{nans64[0], bits64(1 << 63), bits64(-1 << 40)}))
		f.f64(bits64(1.5))
		counted(op.I32Eq)
		f.op(op.Select)
		f.op(pick(r, []op.Op{op.I32TruncF64S, op.I32TruncF64U}))
		f.absorb([]byte{i32})
	case 4:
		k := r.IntN(len(f.m.memories))
		mem := f.m.memories[k]
		if mem.isTiny() {
			return
		}
		f.code.address(mem.index, pick(r, []uint64{mem.bytes() - 15, mem.bytes(), 1<<32 - 16, 1<<32 - 1}))
		f.code.address(mem.index, mem.bytes()/2)
		counted(op.I32Eq)
		f.op(op.Select)
		if chance(r, 0.5) {
			f.expr(v128)
			f.storeTo(access{op.V128Store, v128, 16}, k, 0)
		} else {
			f.loaded(access{op.V128Load, v128, 16}, k, 0)
			f.absorb([]byte{v128})
		}
	}
}

// stride makes a pointer, which goes up or down by steps. What it points to is inside the memory at all turns, for accesses of up to 16 bytes,
// but for wild ones.
func (f *function) stride(l *loop) {
	r := f.m.r
	k := r.IntN(len(f.m.memories))
	mem := f.m.memories[k]
	if mem.isTiny() {
		return
	}
	step := pick(r, []uint64{1, 2, 3, 4, 8, 16, 16, 16, 16, 32, 64, 1000})
	room := mem.bytes() - 16
	step = min(step, room/uint64(l.turns))
	span := step * uint64(l.turns)
	p := stride{local: f.local(mem.index, true), memory: k, step: step, most: room}
	down := chance(r, 0.2)
	switch n := r.IntN(10); {
	case n < 5:
		start := pick(r, []uint64{0, 16, room - span, uint64(r.IntN(int(room-span) + 1)), uint64(r.IntN(4096))})
		start = min(start, room-span)
		if chance(r, f.m.wild) {
			start = room - span/2
		}
		p.most = start + span
		if down {
			start += span
		}
		f.code.address(mem.index, start)
	case n < 9:
		p.most = span + f.masked(mem.index, room-span)
		if down {
			f.code.address(mem.index, span)
			f.either(mem.index, op.I32Add, op.I64Add)
		}
	default:
		q, ok := f.pointing(k, room-span)
		if !ok {
			f.code.address(mem.index, 0)
			down = false
			p.most = span
			break
		}
		p.most = q.most + span
		f.op(op.LocalGet, q.local)
		if down {
			f.code.address(mem.index, span)
			f.either(mem.index, op.I32Add, op.I64Add)
		}
	}
	f.op(op.LocalSet, p.local)
	if down {
		p.step = -p.step
	}
	l.steps = append(l.steps, p)
}

// advance moves the pointers of a loop.
func (f *function) advance(l *loop) {
	for _, p := range l.steps {
		t := f.m.memories[p.memory].index
		f.op(op.LocalGet, p.local)
		f.code.address(t, p.step)
		f.either(t, op.I32Add, op.I64Add)
		f.op(op.LocalSet, p.local)
	}
}

// pointing finds a pointer into memory k that holds no larger address.
func (f *function) pointing(k int, most uint64) (stride, bool) {
	var found []stride
	for _, l := range f.hotLoops {
		for _, p := range l.steps {
			if p.memory == k && p.most <= most {
				found = append(found, p)
			}
		}
	}
	if found == nil {
		return stride{}, false
	}
	return pick(f.m.r, found), true
}

// strided appends the address of an access of so many bytes to memory k, by a pointer of a loop, and returns the offset that goes with it.
func (f *function) strided(k int, width uint64) (offset uint64, ok bool) {
	r, mem := f.m.r, f.m.memories[k]
	room := mem.bytes() - width
	p, ok := f.pointing(k, room)
	if !ok || chance(r, 0.2) {
		return 0, false
	}
	f.op(op.LocalGet, p.local)
	room -= p.most
	switch n := r.IntN(10); {
	case n < 2 && room > 0:
		more := min(room, pick(r, []uint64{1, 15, 16, 32, 256}))
		f.code.address(mem.index, more)
		f.either(mem.index, op.I32Add, op.I64Add)
		room -= more
	case n < 4 && room > 16:
		room -= f.masked(mem.index, min(room, 0xff))
		f.either(mem.index, op.I32Add, op.I64Add)
	}
	return min(room, pick(r, []uint64{0, 0, 0, 16, 16, 32, 48, 3, 1024, room})), true
}

// dump stores all locals, so that they are seen.
func (f *function) dump() {
	mem := f.m.memories[0]
	if mem.isTiny() {
		return
	}
	at := uint64(0)
	for v, t := range f.locals {
		if f.hidden[v] || isRef(t) || at+16 > mem.bytes() {
			continue
		}
		f.code.address(mem.index, at)
		f.op(op.LocalGet, uint64(v))
		if isFloat(t) || t == f32x4 || t == f64x2 {
			f.canonical(t)
		}
		store := map[byte]access{i32: {op.I32Store, i32, 4}, i64: {op.I64Store, i64, 8}, f32: {op.F32Store, f32, 4}, f64: {op.F64Store, f64, 8}}
		a, ok := store[t]
		if !ok {
			a = access{op.V128Store, v128, 16}
		}
		f.storeTo(a, 0, 0)
		at += 16
	}
}
