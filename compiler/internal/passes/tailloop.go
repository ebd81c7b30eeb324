package passes

import "github.com/wasm2go/wasm2go/compiler/internal/ir"

// TailLoop turns a function's tail calls of itself into a loop.
func TailLoop(f *ir.Func) {
	head := f.NewLabel()
	head.Loop = true
	f.Body = tailLoop(f, f.Body, head)
	if head.Uses > 0 {
		if f.Metered {
			chargeTurns(f)
		}
		f.Body = []ir.Stmt{{Kind: ir.Loop, Label: head, Then: f.Body}}
	}
}

func tailLoop(f *ir.Func, list []ir.Stmt, head *ir.Label) []ir.Stmt {
	var out []ir.Stmt
	for i := range list {
		s := list[i]
		for inner := range s.Lists {
			*inner = tailLoop(f, *inner, head)
		}
		if s.Kind != ir.TailCall || s.X[0].Kind != ir.Call || s.X[0].A != f.Index {
			out = append(out, s)
			continue
		}
		if f.Params > 0 {
			params := make([]ir.Var, f.Params)
			for k := range params {
				params[k] = ir.Var(k)
			}
			out = append(out, ir.Stmt{Kind: ir.Assign, Offset: s.Offset, Dst: params, X: s.X[0].Args})
		}
		// The declared locals start at zero in each call.
		for v := f.Params; v < f.Locals; v++ {
			out = append(out, ir.Stmt{Kind: ir.Assign, Offset: s.Offset, Dst: []ir.Var{ir.Var(v)}, X: []*ir.Expr{f.Zero(f.Vars[v].Type)}})
		}
		head.Uses++
		out = append(out, ir.Stmt{Kind: ir.Br, Offset: s.Offset, Label: head})
	}
	return out
}

// chargeTurns makes the charge that the function begins with, if any, one of the loop that it has become.
func chargeTurns(f *ir.Func) {
	if f.Body[0].Kind != ir.Charge || f.Body[0].A == ir.LoopHead {
		f.Body = append([]ir.Stmt{{Kind: ir.Charge, Offset: f.Offset}}, f.Body...)
	}
	f.Body[0].A = ir.LoopHead
}
