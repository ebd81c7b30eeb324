package validate

import (
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// Exceptions: spec 3.4.1, and the legacy exception-handling proposal.

// tag returns the types of the values of tag i.
func (v *validator) tag(i uint32) []wasm.ValType {
	if uint64(i) >= uint64(len(v.m.Tags)) {
		v.fail("unknown tag %d", i)
	}
	return v.m.TagType(int(i)).Params
}

func (v *validator) throw() {
	v.popAll(v.tag(v.in.A))
	v.emit()
	v.cut()
}

func (v *validator) throwRef() {
	v.pop(wasm.ExnRef)
	v.emit()
	v.cut()
}

func (v *validator) tryTable() {
	params, results := v.blockType()
	start := len(v.catches)
	for range v.Count(maxCatches, "catch clauses") {
		v.catchClause()
	}
	count := len(v.catches) - start
	if v.open(params, results); !v.top.deadBlock {
		b := &v.blocks[v.top.block]
		b.Start, b.Count = start, count
	}
}

const maxCatches = 1_000_000

// catchClause reads and checks a clause; its label counts from outside of the try_table.
func (v *validator) catchClause() {
	at := v.Offset()
	c := wasm.Catch{Kind: wasm.CatchKind(v.Byte("kind of a catch clause"))}
	if c.Kind > wasm.CatchAllRef {
		decode.Fail(at, "malformed catch clause %#x", byte(c.Kind))
	}
	var caught []wasm.ValType
	if c.Kind == wasm.CatchTag || c.Kind == wasm.CatchTagRef {
		c.Tag = v.U32("tag index")
		caught = v.tag(c.Tag)
	}
	if c.Kind == wasm.CatchTagRef || c.Kind == wasm.CatchAllRef {
		caught = append(caught[:len(caught):len(caught)], wasm.ExnRef.NonNull())
	}
	f := v.label(v.U32("label"))
	if !allMatch(v.m, caught, f.label()) {
		decode.Fail(at, "type mismatch: the catch clause hands on (%s), its label wants (%s)", wasm.Join(caught), wasm.Join(f.label()))
	}
	if !v.top.dead {
		c.Block = v.target(f)
		v.catches = append(v.catches, c)
	}
}

// catch types the legacy catch and catch_all.
func (v *validator) catch() {
	switch v.top.op {
	case op.Try, op.Catch:
	case op.CatchAll:
		v.fail("%s behind catch_all, which is the last of a try", v.in.Op)
	default:
		v.fail("%s without try", v.in.Op)
	}
	var caught []wasm.ValType
	if v.in.Op == op.Catch {
		v.in.B = uint64(v.in.A)
		caught = v.tag(v.in.A)
	}
	v.endPart()
	v.emitDivider()
	v.startPart(v.in.Op, caught)
}

func (v *validator) delegate() {
	if v.top.op != op.Try {
		v.fail("delegate without try")
	}
	depth := v.in.A
	v.endPart()
	if uint64(depth)+1 >= uint64(len(v.frames)) {
		v.fail("unknown label %d of delegate", depth)
	}
	v.in.B = uint64(v.label(depth + 1).block)
	v.emitDivider()
	v.close()
}

func (v *validator) rethrow() {
	f := v.label(v.in.A)
	if f.op != op.Catch && f.op != op.CatchAll {
		v.fail("invalid rethrow label %d: it is not that of a catch", v.in.A)
	}
	v.in.A = f.block
	v.emit()
	v.cut()
}
