package validate

import (
	"slices"
	"sync"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// maxLocals is how many locals a function may have, parameters included; the JavaScript API's limit.
const maxLocals = 50_000

// A validator validates a function body or a constant expression, by the algorithm of the specification's appendix
// (7.3). It is reused, so that what it allocates is what it hands out.
type validator struct {
	decode.Reader
	m      *wasm.Module
	in     wasm.Instr     // the instruction at hand
	rule   *rule          // its rule
	stack  []wasm.ValType // operands; the zero type is one that unreachable code may choose
	frames []frame        // control stack
	top    *frame         // the innermost, the last of frames

	// What is to become the wasm.Body.
	funcType wasm.FuncType
	locals   []wasm.ValType
	instrs   []wasm.Instr
	blocks   []wasm.Block
	targets  []uint32
	v128     [][16]byte
	catches  []wasm.Catch
	used     wasm.ProposalSet

	// Of locals without a default value: which are set, and in which order they were.
	unset    []bool
	setOrder []uint32

	stamp uint32 // number of the br_table at hand, see frame.checked
}

var pool = sync.Pool{New: func() any { return new(validator) }}

// Func validates body i of the code section, which belongs to function m.ImportedFuncs+i, and returns it in a form that
// needs no further checks. Module must have accepted m. Concurrent calls are safe. The error is a *wasm.Error.
func Func(m *wasm.Module, i int) (*wasm.Body, error) {
	v := pool.Get().(*validator)
	defer pool.Put(v)
	body, err := v.function(m, i)
	if e, ok := err.(*wasm.Error); ok {
		e.Func = m.ImportedFuncs + i
		e.FuncName = m.FuncName(e.Func)
	}
	return body, err
}

func (v *validator) function(m *wasm.Module, i int) (body *wasm.Body, err error) {
	defer decode.Catch(&err)
	v.reset(m)
	code := &m.Codes[i]
	v.Reader = decode.NewReader(code.Bytes, code.Offset)
	v.funcType = m.FuncType(m.ImportedFuncs + i)
	v.readLocals()
	v.blocks = append(v.blocks, wasm.Block{Op: op.Block, Results: v.funcType.Results})
	v.enter(frame{op: op.Block, results: v.funcType.Results})
	v.run()
	return v.body(), nil
}

// reset forgets the previous function. What was handed out does not share memory with what stays.
func (v *validator) reset(m *wasm.Module) {
	v.m = m
	v.stack, v.frames, v.top = v.stack[:0], v.frames[:0], nil
	v.locals, v.instrs, v.blocks, v.targets = v.locals[:0], v.instrs[:0], v.blocks[:0], v.targets[:0]
	v.v128, v.catches, v.used = v.v128[:0], v.catches[:0], 0
	v.unset, v.setOrder = nil, v.setOrder[:0]
}

func (v *validator) body() *wasm.Body {
	b := &wasm.Body{
		Type:    v.funcType,
		Locals:  slices.Clone(v.locals),
		Instrs:  slices.Clone(v.instrs),
		Blocks:  slices.Clone(v.blocks),
		Targets: slices.Clone(v.targets),
		V128:    slices.Clone(v.v128),
		Catches: slices.Clone(v.catches),
		Used:    v.used,
	}
	for _, t := range b.Locals {
		b.Used |= typeProposals(v.m, t)
	}
	return b
}

// readLocals reads the declarations of the locals: spec 5.5.13.
func (v *validator) readLocals() {
	v.locals = append(v.locals, v.funcType.Params...)
	for range v.Count(maxLocals, "groups of locals") {
		at := v.Offset()
		n := v.U32("number of locals")
		if n > uint32(maxLocals-len(v.locals)) {
			decode.Fail(at, "too many locals: %d, the limit is %d", uint64(n)+uint64(len(v.locals)), maxLocals)
		}
		t := v.valType()
		for range n {
			v.locals = append(v.locals, t)
		}
	}
	declared := v.locals[len(v.funcType.Params):]
	if !slices.ContainsFunc(declared, func(t wasm.ValType) bool { return !t.Defaultable() }) {
		return
	}
	v.unset = make([]bool, len(v.locals))
	for i, t := range declared {
		v.unset[len(v.funcType.Params)+i] = !t.Defaultable()
	}
}

// valType reads a value type and checks that it is one of the module.
func (v *validator) valType() wasm.ValType {
	at := v.Offset()
	t := v.ValType(v.m)
	v.checkType(at, t)
	return t
}

func (v *validator) checkType(at uint32, t wasm.ValType) {
	if t.IsRef() && !t.HeapType().IsAbstract() && uint64(t.HeapType().Index()) >= uint64(len(v.m.Types)) {
		decode.Fail(at, "unknown type %s", t.HeapType())
	}
}

// run validates instructions up to the end of the function.
func (v *validator) run() {
	for len(v.frames) > 0 {
		at := v.Offset()
		if v.Len() == 0 {
			decode.Fail(at, "unexpected end of the function body, expected end")
		}
		v.in = wasm.Instr{Offset: at, Op: v.Op()}
		v.rule = &rules[v.in.Op]
		v.immediates(v.rule)
		v.check(v.rule)
	}
	if v.Len() > 0 {
		decode.Fail(v.Offset(), "%d bytes behind the end of the function", v.Len())
	}
}

// check types the instruction v.in.
func (v *validator) check(r *rule) {
	if r.check != nil {
		r.check(v)
		return
	}
	for i := r.params; i > 0; i-- {
		t := r.param[i-1]
		if t == addrType {
			t = v.m.Memories[v.in.A].Addr()
		}
		v.pop(t)
	}
	for _, t := range r.result[:r.results] {
		if t == addrType {
			t = v.m.Memories[v.in.A].Addr()
		}
		v.push(t)
	}
	v.emit()
}

// emit hands on the instruction v.in, if it can be reached.
func (v *validator) emit() {
	if v.top.dead {
		return
	}
	v.used |= 1 << v.rule.proposal
	v.instrs = append(v.instrs, v.in)
}

// fail rejects the instruction at hand.
func (v *validator) fail(format string, args ...any) { decode.Fail(v.in.Offset, format, args...) }
