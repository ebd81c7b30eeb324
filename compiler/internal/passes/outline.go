package passes

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// An InlineBudget says how many accesses to memory are worth inlining. It is for memories whose accesses are so large that the Go compiler
// gets slow, and its code, too.
type InlineBudget struct {
	Function int // accesses of a function that has more are calls
	Module   int // and so are those of the larger functions, until the others have no more together
}

// Outline finds the functions whose accesses to memory are calls, by function index.
func Outline(m *wasm.Module, bodies []*wasm.Body, budget InlineBudget) []bool {
	accesses := make([]int, len(bodies))
	for i, body := range bodies {
		for k := range body.Instrs {
			if info := &op.Table[body.Instrs[k].Op]; info.Accesses() {
				accesses[i] += max(1, int(info.Size)/8) // a vector takes two
			}
		}
	}
	most := budget.most(accesses)
	calls := make([]bool, len(m.Funcs))
	for i, n := range accesses {
		calls[m.ImportedFuncs+i] = n > most
	}
	return calls
}

// most is how many accesses a function may have inlined. Those with as many are all treated alike.
func (b InlineBudget) most(accesses []int) int {
	sorted := slices.Sorted(slices.Values(accesses))
	sum := 0
	for _, n := range sorted {
		if sum += n; sum > b.Module || n > b.Function {
			return n - 1
		}
	}
	return b.Function
}
