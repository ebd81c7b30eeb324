package passes

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/internal/lower"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// vector is an instruction on vectors that gives an i32.
func vector() *ir.Expr {
	x := apply(op.I8x16AllTrue, &ir.Expr{Kind: ir.Const, Type: wasm.V128, Size: 1})
	return x
}

// cutter takes everything from a memory.
func cutter() *Cutter {
	return &Cutter{Takes: func(op.Op) bool { return true }, Memories: []bool{true}, Straight: 3, Nodes: 1000, Depth: 5, Chain: 10, Values: 10}
}

func TestCut(t *testing.T) {
	outer, inner, end := &ir.Label{ID: 1}, &ir.Label{ID: 2}, &ir.Label{ID: 3}
	for _, c := range []struct {
		name          string
		params, temps int
		body          []ir.Stmt
		want          string
	}{
		{"a variable that is read before it is written, and read behind", 1, 2, list(
			eval(call(0)),
			loop(inner, set(1, vector()), set(2, apply(op.I32Add, read(2), read(0))), when(is(2), br(inner))),
			ret(read(2)),
		), "eval f0(); L1{v2 = routine0(v0, v2)}; return v2" +
			" / (v0 v1) for L2 {v2 = i8x16.all_true(v128.0); v1 = v1 + v0; if v1 != 0 {goto L2}}; return v1"},
		{"one that is written on some paths only", 1, 1, list(
			eval(call(0)),
			loop(inner, when(is(0), set(1, vector())), when(is(0), br(inner))),
			ret(read(1)),
		), "eval f0(); L1{v1 = routine0(v0, v1)}; return v1" +
			" / (v0 v1) for L2 {if v0 != 0 {v1 = i8x16.all_true(v128.0)}; if v0 != 0 {goto L2}}; return v1"},
		{"one that the next turn of a loop around reads", 1, 1, list(
			loop(outer, eval(call(0)), store(read(0), read(1)), loop(inner, set(1, vector()), when(is(0), br(inner))), br(outer)),
		), "for L1 {eval f0(); i32.store v0, v1; L1{v1 = routine0(v0)}; goto L1}" +
			" / (v0) for L2 {v1 = i8x16.all_true(v128.0); if v0 != 0 {goto L2}}; return v1"},
		{"several ways out", 1, 2, list(
			eval(call(0)),
			block(end, loop(inner, set(1, vector()), when(is(1), br(end)), set(2, num(5)), when(is(0), ret(read(0))), br(inner))),
			ret(read(1)),
		), "eval f0(); L3{L1{v1, v3, v4 = routine0(v0); if v4 != 0 {return v3}; goto L3}}; return v1" +
			" / (v0) for L2 {v1 = i8x16.all_true(v128.0); if v1 != 0 {return v1, 0, 0}; v2 = 5; if v0 != 0 {return 0, v0, 1}; goto L2}"},
		{"three of them", 1, 1, list(
			eval(call(0)),
			block(end, loop(inner, set(1, vector()), when(is(1), br(end)), when(is(0), ret(read(0))), when(is(0), br(inner)))),
			ret(num(7)),
		), "eval f0(); L3{L1{v2, v3 = routine0(v0); switch v3 {[0]:  | [1]: goto L3 | []: return v2}}}; return 7" +
			" / (v0) for L2 {v1 = i8x16.all_true(v128.0); if v1 != 0 {return 0, 1}; if v0 != 0 {return v0, 2}; if v0 != 0 {goto L2}}; return 0, 0"},
		{"no way out", 1, 1, list(
			eval(call(0)),
			loop(inner, set(1, vector()), br(inner)),
		), "eval f0(); L1{eval routine0(); unreachable} / () for L2 {v0 = i8x16.all_true(v128.0); goto L2}"},
		{"the whole, with what begins as zero", 1, 1, list(
			loop(inner, eval(vector()), set(1, apply(op.I32Add, read(1), read(0))), when(is(1), br(inner))), ret(read(1)),
		), "v2 = routine0(v0); return v2" +
			" / (v0) v1 = 0; for L2 {eval i8x16.all_true(v128.0); v1 = v1 + v0; if v1 != 0 {goto L2}}; return v1"},
		{"a loop with a call, and one inside without", 1, 0, list(
			loop(outer, eval(call(0)), loop(inner, eval(vector()), when(is(0), br(inner))), br(outer)),
		), "for L1 {eval f0(); L1{eval routine0(v0)}; goto L1} / (v0) for L2 {eval i8x16.all_true(v128.0); if v0 != 0 {goto L2}}; return"},
		{"no vector", 1, 1, list(
			loop(inner, set(1, num(1)), when(is(0), br(inner))), ret(read(1)),
		), "for L2 {v1 = 1; if v0 != 0 {goto L2}}; return v1"},
		{"a vector outside of the loop", 1, 1, list(
			eval(vector()), loop(inner, set(1, num(1)), when(is(0), br(inner))), ret(read(1)),
		), "eval i8x16.all_true(v128.0); for L2 {v1 = 1; if v0 != 0 {goto L2}}; return v1"},
		{"enough vectors without a loop", 1, 1, list(
			eval(vector()), set(1, vector()), eval(vector()), ret(read(1)),
		), "v2 = routine0(); return v2 / () eval i8x16.all_true(v128.0); v0 = i8x16.all_true(v128.0); eval i8x16.all_true(v128.0); return v0"},
	} {
		for _, l := range []*ir.Label{outer, inner, end} {
			l.Uses = 0
		}
		m := newMaker(c.params, c.temps)
		if len(c.body) > 0 && c.body[len(c.body)-1].Kind == ir.Return {
			m.Type.Results = []wasm.ValType{wasm.I32}
		}
		m.Body, m.V128 = c.body, [][16]byte{{}}
		ir.Visit(m.Body, func(s *ir.Stmt) {
			for target := range s.Targets {
				target.Uses++
			}
		})
		cutter().Cut(&m.Func)
		got := ir.Text(m.Body)
		for _, r := range m.Routines {
			params := ""
			for v := range r.Params {
				params += " " + readOf(ir.Var(v), r.Type.Params[v]).String()
			}
			got += " / (" + params[min(1, len(params)):] + ") " + ir.Text(r.Body)
			requireUses(t, r.Body)
		}
		require.Equal(t, c.want, got, c.name)
		requireUses(t, m.Body)
	}
}

// The variables that a routine brings may be more than there was room for in what is known of those live at the next one.
func TestCutManyVariables(t *testing.T) {
	first, second, end := &ir.Label{ID: 1}, &ir.Label{ID: 2}, &ir.Label{ID: 3}
	m := newMaker(1, 63)
	m.V128 = [][16]byte{{}}
	m.Body = list(
		eval(call(0)),
		block(end, loop(first, eval(vector()), when(is(0), br(end)), when(is(0), br(first)))),
		loop(second, set(63, vector()), when(is(0), br(second))),
		store(read(63), num(0)),
	)
	cutter().Cut(&m.Func)
	require.Len(t, m.Routines, 2)
	require.Equal(t, "for L2 {v1 = i8x16.all_true(v128.0); if v0 != 0 {goto L2}}; return v1", ir.Text(m.Routines[1].Body))
}

// A global that a routine reads is a parameter, once.
func TestCutGlobals(t *testing.T) {
	inner := &ir.Label{ID: 1}
	m := newMaker(1, 0)
	m.V128 = [][16]byte{{}}
	global := func() *ir.Expr {
		return &ir.Expr{Kind: ir.Apply, Op: op.GlobalGet, A: 3, Type: wasm.I32, Effects: ir.ReadsGlobal, Size: 1}
	}
	m.Body = list(eval(call(0)), loop(inner, eval(vector()), store(apply(op.I32Add, global(), read(0)), global()), when(is(0), br(inner))))
	cutter().Cut(&m.Func)
	require.Equal(t, "eval f0(); L1{eval routine0(v0, global.get[3]())}", ir.Text(m.Body))
	require.Equal(t, "for L1 {eval i8x16.all_true(v128.0); i32.store v1 + v0, v1; if v0 != 0 {goto L1}}; return", ir.Text(m.Routines[0].Body))
	require.Equal(t, ir.ReadsGlobal, m.Body[1].Then[0].X[0].Effects)
	ir.Visit(m.Routines[0].Body, func(s *ir.Stmt) {
		for _, x := range s.X {
			require.Zero(t, x.Effects&ir.ReadsGlobal)
		}
	})
}

// A routine has the constants that it reads, not all of the function's: there may be thousands of both.
func TestCutConstants(t *testing.T) {
	const n = 20
	m := newMaker(1, 0)
	for i := range n {
		label := &ir.Label{ID: i + 1}
		m.V128 = append(m.V128, [16]byte{byte(i)}, [16]byte{byte(i), 1})
		constant := func(k int) *ir.Expr {
			return &ir.Expr{Kind: ir.Const, Type: wasm.V128, A: uint32(2*i + k), Size: 1}
		}
		lanes := &ir.Expr{Kind: ir.Apply, Op: op.I8x16Shuffle, Type: wasm.V128, A: uint32(2*i + 1), Args: []*ir.Expr{constant(0), constant(0)}, Size: 3}
		m.Body = append(m.Body, eval(call(0)), loop(label, eval(apply(op.I8x16AllTrue, lanes)), when(is(0), br(label))))
	}
	cutter().Cut(&m.Func)
	require.Len(t, m.Routines, n)
	for i, r := range m.Routines {
		require.Equal(t, [][16]byte{{byte(i), 1}, {byte(i)}}, r.V128)
		lanes := r.Body[0].Then[0].X[0].Args[0]
		require.Equal(t, []uint32{0, 1, 1}, []uint32{lanes.A, lanes.Args[0].A, lanes.Args[1].A})
	}
}

// What the assembler does not take, what lies in another memory, and what is too large stays.
func TestCutRefuses(t *testing.T) {
	for name, refuse := range map[string]func(c *Cutter){
		"an instruction": func(c *Cutter) { c.Takes = func(o op.Op) bool { return o != op.I32Store } },
		"a memory":       func(c *Cutter) { c.Memories[0] = false },
		"the size":       func(c *Cutter) { c.Nodes = 8 },
		"the depth":      func(c *Cutter) { c.Depth = 1 },
		"a chain":        func(c *Cutter) { c.Chain = 0 },
		"a parameter":    func(c *Cutter) { c.Values = 0 },
	} {
		inner := &ir.Label{ID: 1}
		m := newMaker(1, 0)
		m.V128 = [][16]byte{{}}
		m.Body = list(eval(call(0)), loop(inner, eval(vector()), store(read(0), read(0)), when(is(0), br(inner))))
		before := ir.Text(m.Body)
		c := cutter()
		refuse(c)
		c.Cut(&m.Func)
		require.Equal(t, before, ir.Text(m.Body), name)
		require.Empty(t, m.Routines, name)
	}
}

// Of loops inside one another all that is asked of each is asked once of what is in it, or thousands of them would take minutes.
func TestCutNested(t *testing.T) {
	const n = 3_000
	m := newMaker(1, 0)
	m.V128 = [][16]byte{{}}
	asked := 0
	body := list(eval(vector()), store(read(0), read(0)))
	for i := range n {
		label := &ir.Label{ID: i + 1}
		body = list(loop(label, append(body, when(is(0), br(label)))...))
	}
	m.Body = append(body, eval(call(0)))
	c := cutter()
	c.Takes = func(o op.Op) bool {
		asked++
		return o != op.I32Store
	}
	c.Cut(&m.Func)
	require.Empty(t, m.Routines)
	require.Less(t, asked, 10*n)
}

// A clone stays what it was, whatever passes make of the function.
func TestClone(t *testing.T) {
	file, err := os.ReadFile("../../testdata/vectors/lib.wasm")
	require.NoError(t, err)
	m, bodies, err := front.Check(file)
	require.NoError(t, err)
	for i, body := range bodies {
		f := lower.Func(m, uint32(m.ImportedFuncs+i), body, ir.Metering{})
		before := f.String()
		clone := f.Clone()
		for _, p := range All(NaNs(true)) {
			p.Run(f)
		}
		require.NoError(t, ir.Check(m, clone))
		require.Equal(t, before, clone.String())
		requireUses(t, clone.Body)
	}
}

// Every pass takes functions with routines, and routines. That there are some is the point.
func TestCutKeepsInvariants(t *testing.T) {
	routines := 0
	for _, path := range modules(t) {
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		m, bodies, err := front.Check(file)
		if err != nil {
			continue // what is invalid or not translated
		}
		graph, c := Calls(m, bodies), cutter()
		c.Takes = func(o op.Op) bool {
			return op.Table[o].Sig != "*" && !op.Table[o].Effect.Changes() || op.Table[o].Accesses()
		}
		c.Memories = slices.Repeat([]bool{true}, len(m.Memories))
		for i, body := range bodies {
			for _, run := range [][]Pass{All(NaNs(false)), Early(NaNs(true))} {
				f := lower.Func(m, uint32(m.ImportedFuncs+i), body, ir.Metering{})
				if f.Tails {
					TailLoop(f)
				}
				Unroll(f)
				Raise(f, graph)
				c.Cut(f)
				checked(t, path, m, f, "cut")
				routines += len(f.Routines)
				for _, f := range append(f.Routines, f) {
					for _, p := range run {
						p.Run(f)
						checked(t, path, m, f, p.Name)
					}
				}
			}
		}
	}
	require.Greater(t, routines, 20)
}
