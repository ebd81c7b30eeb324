package dylink_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/interp/dylink"
)

// FuzzLoad loads whatever: the program must survive it, and be able to load what is right.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"plain32.wasm", "plain64.wasm", "even.wasm", "parity.wasm", "lost.wasm", "faulty.wasm", "bare32.wasm"} {
		file, err := testdata(name)
		require.NoError(f, err)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		main := instantiate(t, "bare32.wasm", interp.Options{Limits: interp.Limits{MemoryBytes: 8 << 20, TableElements: 10_000}}, nil)
		l, err := dylink.New(main, dylink.Options{Open: testdata, Interp: interp.Options{Meter: true}})
		require.NoError(t, err)
		end, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		lib, err := l.Load(end, "anything", file)
		if err != nil {
			require.Nil(t, l.Find("anything"))
		} else {
			lib.Close()
		}
		if _, err = l.Load(ctx, "plain32.wasm", nil); err != nil {
			// What ran may have eaten up memory or table, but nothing else.
			require.ErrorContains(t, err, "cannot grow")
		}
	})
}
