package interp_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// Bulk instructions of a metered module go piece by piece, and do what they otherwise do at once: also where ranges overlap, where two
// memories or tables are one, and where they trap.
func TestBulkInPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, backend := range backends {
		for _, twice := range []bool{false, true} {
			metered := openBulk(t, interp.Options{Mem: backend.mem, Meter: true}, twice)
			plain := openBulk(t, interp.Options{Mem: backend.mem}, twice)
			trapped := map[string]int{}
			for range 1000 {
				name := bulkFunctions[random.IntN(len(bulkFunctions))]
				args := bulkArguments(random, name)
				want, got := plain.do(t, name, args), metered.do(t, name, args)
				require.Equal(t, want, got, "%s %s%v, twice: %v", backend.name, name, args, twice)
				if want.trap != "" {
					trapped[name]++
				}
			}
			require.Len(t, trapped, len(bulkFunctions))
		}
	}
}

var bulkFunctions = []string{
	"memory.fill", "memory.copy", "memory.copy b", "memory.init", "table.fill", "table.copy", "table.copy t", "table.init",
}

const (
	bulkBytes = 100 // what changes at the memories' end
	bulkElems = 64
)

// bulkArguments are for a call that seldom traps.
func bulkArguments(random *rand.Rand, name string) []any {
	end, n := mem.Page, random.IntN(30)
	if strings.HasPrefix(name, "table") {
		end = bulkElems
	}
	if name == "table.init" {
		n = random.IntN(10)
	}
	to, from := end-n-random.IntN(30)+1, end-n-random.IntN(30)+1
	if !strings.Contains(name, "copy") {
		from = random.IntN(3) // in the segment, or what is filled in
	}
	return []any{int32(to), int32(from), int32(n)}
}

// bulk is an instance of testdata/bulk.wat with what it imports.
type bulk struct {
	*interp.Instance
	a, b mem.Memory
	s, t *rt.Table[*rt.Func]
}

// openBulk makes an instance which imports two memories and two tables, or one of each twice.
func openBulk(t *testing.T, o interp.Options, twice bool) *bulk {
	m := compile(t, "bulk", o)
	m.SetPiece(3)
	memory := func() mem.Memory {
		m, err := o.Mem.Make(mem.Type{Min: 1}, new(abi.Core))
		require.NoError(t, err)
		t.Cleanup(func() { m.Close() })
		return m
	}
	table := func() *rt.Table[*rt.Func] {
		table, err := rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: bulkElems}, nil)
		require.NoError(t, err)
		return table
	}
	b := &bulk{a: memory(), b: memory(), s: table(), t: table()}
	if twice {
		b.b, b.t = b.a, b.s
	}
	var err error
	b.Instance, err = m.Instantiate(background, rt.Store{"env": rt.Module{"a": b.a, "b": b.b, "s": b.s, "t": b.t}})
	require.NoError(t, err)
	t.Cleanup(func() { b.Close() })
	return b
}

// A bulkResult is what a call leaves.
type bulkResult struct {
	trap   string
	a, b   string
	tables []string
}

func (b *bulk) do(t *testing.T, name string, args []any) (r bulkResult) {
	if _, err := call(t, b.Instance, name, args...); err != nil {
		require.ErrorAs(t, err, new(*rt.Trap))
		r.trap = err.Error()
	}
	end := func(m mem.Memory) string {
		p := make([]byte, 2*bulkBytes)
		require.NoError(t, m.ReadAt(p, m.Size()-uint64(len(p))))
		return string(p)
	}
	r.a, r.b = end(b.a), end(b.b)
	for k := range b.s.Elems {
		r.tables = append(r.tables, fmt.Sprint(funcName(b.s.Elems[k]), " ", funcName(b.t.Elems[k])))
	}
	return r
}

func funcName(f *rt.Func) string {
	if f == nil {
		return "null"
	}
	return f.Name
}
