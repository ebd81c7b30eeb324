package rt

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"
)

func (in *interner) size() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.groups)
}

// has tells whether the table has an entry for a function type.
func (in *interner) has(params []ValType) bool {
	key := appendType([]byte{1}, &Type{kind: kindFunc, final: true, params: params}, nil)
	in.mu.Lock()
	defer in.mu.Unlock()
	_, ok := in.groups[string(key)]
	return ok
}

const internSample = `
	0: (i32 i32 i32 i64 f32 f64) i64 i64
	rec {
		1: sub struct (ref null 2) (ref 0) i64
		2: sub 1 struct (ref 2) (ref 0) i64
	}
	3: sub ((ref 1) (ref 2)) (ref 0)
`

// Types made at the same time on several goroutines are the same.
func TestInternConcurrently(t *testing.T) {
	const workers, rounds = 8, 50
	for range rounds {
		results := make([][]*Type, workers)
		funcs := make([]*Type, workers)
		var wg sync.WaitGroup
		for i := range workers {
			wg.Go(func() {
				results[i], _ = ParseTypes(internSample)
				funcs[i] = FuncType([]ValType{I64, FuncRef, I64}, []ValType{F32})
			})
		}
		wg.Wait()
		for i := range workers {
			require.Len(t, results[i], 4)
			for k := range results[i] {
				require.Same(t, results[0][k], results[i][k])
			}
			require.Same(t, funcs[0], funcs[i])
		}
		runtime.GC() // so that the next round makes them anew while the last ones are dropped
	}
}

// Types that nobody has any more go, with their entries. They are found again as long as somebody has one of the group, or a type
// that refers to it.
func TestInternedTypesGo(t *testing.T) {
	unusual := []ValType{I31Ref, V128Type, I31Ref}
	settled := func(ok func() bool) bool {
		for range 200 {
			runtime.GC()
			if ok() {
				return true
			}
			time.Sleep(time.Millisecond) // cleanups run on a goroutine of their own
		}
		return false
	}
	kept := FuncType(unusual, nil)
	user, err := ParseTypes("0: (i31ref v128 i31ref) 1: (nullref (ref 0) nullref)")
	require.NoError(t, err)
	require.Same(t, kept, user[0])
	last := user[1]
	kept, user = nil, nil
	runtime.GC()
	runtime.GC()
	require.True(t, interned.has(unusual), "a type that refers to it is in use")
	require.Same(t, last.Params()[1].Def(), FuncType(unusual, nil))

	runtime.KeepAlive(last)
	last = nil
	require.True(t, settled(func() bool { return !interned.has(unusual) }), "nobody uses it")

	before := interned.size()
	for i := range 1000 {
		_, err := ParseTypes(fmt.Sprintf("rec { 0: sub struct (ref null 0) 1: sub 0 struct (ref null 1) %s }", many(i)))
		require.NoError(t, err)
	}
	require.True(t, settled(func() bool { return interned.size() <= before }), "%d entries, before %d", interned.size(), before)
}

// many is a list of 10 types that no other number has.
func many(n int) (text string) {
	for bit := range 10 {
		text += []string{"i32 ", "i64 "}[n>>bit&1]
	}
	return text
}

// The cleanup of a group that is gone must leave the entry of an equal one that has come since.
func TestDropLeavesNewer(t *testing.T) {
	typ := FuncType([]ValType{ExnRef, ExnRef, F32}, nil)
	key := string(typ.group.key())
	interned.drop(key, weak.Make(&group{types: []*Type{typ}}))
	require.Same(t, typ, FuncType([]ValType{ExnRef, ExnRef, F32}, nil))
}

func BenchmarkFuncType(b *testing.B) {
	params, results := []ValType{I32, I64}, []ValType{F64}
	keep := FuncType(params, results)
	b.Run("values", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			FuncType(params, results)
		}
	})
	b.Run("text", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ParseFuncType("(i32 i64) f64"); err != nil {
				b.Fatal(err)
			}
		}
	})
	runtime.KeepAlive(keep)
}

// BenchmarkParseTypes reads a module with 100 function types that are known.
func BenchmarkParseTypes(b *testing.B) {
	const n = 100
	var text string
	for i := range n {
		text += fmt.Sprintf("%d: (f64 %s) i32\n", i, many(i)[:16])
	}
	keep, err := ParseTypes(text)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseTypes(text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/type")
	runtime.KeepAlive(keep)
}

func BenchmarkIs(b *testing.B) {
	types, err := ParseTypes("0: sub () 1: sub 0 () 2: sub 1 () 3: sub 2 ()")
	require.NoError(b, err)
	var is bool
	for b.Loop() {
		is = types[3].Is(types[1])
	}
	require.True(b, is)
}
