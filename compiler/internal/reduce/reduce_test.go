package reduce_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/front"
	"github.com/wasm2go/wasm2go/compiler/internal/reduce"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// TestDatas: which data segments are left, and that a body which only names them in unreachable code is valid still. The .wasm files are
// made of the .wat files by wat2wasm.
func TestDatas(t *testing.T) {
	for _, c := range []struct {
		name, file string
		funcs      []bool
		datas      []bool
		want       []string // what the segments hold
	}{
		{"used", "segments", []bool{true, false, false}, []bool{true, false}, []string{"passive", ""}},
		{"named by unreachable code", "segments", []bool{false, true, false}, []bool{false, false}, []string{"", ""}},
		{"not named by the bodies", "segments", []bool{false, false, true}, []bool{false, false}, []string{"", ""}},
		{"without data count", "none", []bool{true}, []bool{false}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join("testdata", c.file+".wasm"))
			require.NoError(t, err)
			m, _, err := front.Check(file)
			require.NoError(t, err)
			reduced, _, err := front.Check(reduce.Module(file, m, c.funcs, c.datas))
			require.NoError(t, err)
			require.Equal(t, m.HasDataCount, reduced.HasDataCount)
			var got []string
			for _, d := range reduced.Datas {
				require.Equal(t, wasm.Passive, d.Mode)
				got = append(got, string(d.Init))
			}
			require.Equal(t, c.want, got)
			for i, code := range reduced.Codes {
				require.Equal(t, c.funcs[i], string(code.Bytes) == string(m.Codes[i].Bytes), "body %d", i)
			}
		})
	}
}
