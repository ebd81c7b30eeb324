package interp

import (
	"context"
	"slices"

	"github.com/wasm2go/wasm2go/rt"
)

// typedCommon makes functions of the commonest types, without reflection: calls of them allocate nothing. fn points to the
// function that is wanted, whose type fits f. It returns false where the type is another one.
func typedCommon(f *Function, fn any) bool {
	for _, t := range slices.Concat(f.ref.Sig.Type().Params(), f.ref.Sig.Type().Results()) {
		if t.IsRef() && t != rt.ExternRef {
			return false
		}
	}
	switch fn := fn.(type) {
	case *func() error:
		*fn = func() error { return f.CallSlots(context.Background(), nil) }
	case *func(context.Context) error:
		*fn = func(ctx context.Context) error { return f.CallSlots(ctx, nil) }
	case *func() (int32, error):
		*fn = func() (int32, error) { return call0[int32](f) }
	case *func(int32) error:
		*fn = func(a int32) error { return f.CallSlots(context.Background(), []uint64{slotOf(a)}) }
	case *func(int32, int32) error:
		*fn = func(a, b int32) error { return f.CallSlots(context.Background(), []uint64{slotOf(a), slotOf(b)}) }
	case *func(int32) (int32, error):
		*fn = func(a int32) (int32, error) { return call1[int32](f, context.Background(), a) }
	case *func(context.Context, int32) (int32, error):
		*fn = func(ctx context.Context, a int32) (int32, error) { return call1[int32](f, ctx, a) }
	case *func(int32, int32) (int32, error):
		*fn = func(a, b int32) (int32, error) { return call2[int32](f, context.Background(), a, b) }
	case *func(context.Context, int32, int32) (int32, error):
		*fn = func(ctx context.Context, a, b int32) (int32, error) { return call2[int32](f, ctx, a, b) }
	case *func(int32, int32, int32) (int32, error):
		*fn = func(a, b, c int32) (int32, error) { return call3[int32](f, a, b, c) }
	case *func(int64) (int64, error):
		*fn = func(a int64) (int64, error) { return call1[int64](f, context.Background(), a) }
	case *func(int64, int64) (int64, error):
		*fn = func(a, b int64) (int64, error) { return call2[int64](f, context.Background(), a, b) }
	case *func(float64) (float64, error):
		*fn = func(a float64) (float64, error) { return call1[float64](f, context.Background(), a) }
	case *func(float64, float64) (float64, error):
		*fn = func(a, b float64) (float64, error) { return call2[float64](f, context.Background(), a, b) }
	case *func(any) error:
		*fn = func(a any) error { return f.CallRefs(context.Background(), nil, []rt.Ref{rt.RefExtern(a)}) }
	case *func() (any, error):
		*fn = func() (any, error) { return callRef(f, rt.Ref{}) }
	case *func(any) (any, error):
		*fn = func(a any) (any, error) { return callRef(f, rt.RefExtern(a)) }
	default:
		return false
	}
	return true
}

func call0[R number](f *Function) (R, error) {
	var s [1]uint64
	err := f.CallSlots(context.Background(), s[:])
	return outcome[R](s[0], err)
}

func call1[R, A number](f *Function, ctx context.Context, a A) (R, error) {
	s := [1]uint64{slotOf(a)}
	err := f.CallSlots(ctx, s[:])
	return outcome[R](s[0], err)
}

func call2[R, A, B number](f *Function, ctx context.Context, a A, b B) (R, error) {
	s := [2]uint64{slotOf(a), slotOf(b)}
	err := f.CallSlots(ctx, s[:])
	return outcome[R](s[0], err)
}

func call3[R, A, B, C number](f *Function, a A, b B, c C) (R, error) {
	s := [3]uint64{slotOf(a), slotOf(b), slotOf(c)}
	err := f.CallSlots(context.Background(), s[:])
	return outcome[R](s[0], err)
}

func callRef(f *Function, a rt.Ref) (any, error) {
	refs := [1]rt.Ref{a}
	if err := f.CallRefs(context.Background(), nil, refs[:]); err != nil {
		return nil, err
	}
	return refs[0].Extern(), nil
}

// outcome is the result of a call, zero if it failed.
func outcome[R number](bits uint64, err error) (R, error) {
	if err != nil {
		bits = 0
	}
	return numberOf[R](bits), err
}
