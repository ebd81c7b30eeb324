package open_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// TestAdvise: what is advised has room for all memories, for those that others have already, and for the bytes that are left alone.
func TestAdvise(t *testing.T) {
	s, err := spec.Parse("sim:chip=23K640,base=1K")
	require.NoError(t, err)
	a, err := open.Simulate(s)
	require.NoError(t, err)
	_, err = a.NewMemory(mem.Type{Min: 4000, PageSize: 1})
	require.NoError(t, err)
	_, err = a.NewMemory(mem.Type{Min: 1 << 20, PageSize: 1})
	rows := `
	serial SRAM none, nor 4 together
	PSRAM       APS6404L, APS1604M, APS3204L, ESP-PSRAM64, ESP-PSRAM64H, LY68L6400, IPS6404, IS66WVS2M8, IS66WVS4M8, IS66WVS8M8, IS66WVS16M8; 2 of IS66WVS1M8
	FRAM        3 of MB85RS4MT, MR25H40`
	const refused = "sram: memory 1048576 (pagesize 1) needs 1048576 bytes, 23K640{sim.0} from 0x400 on has 7168, of which 3136 are free"
	require.EqualError(t, open.Advise(err, s, 0), refused+"; chips with 1053632 bytes, alone or together:"+rows)
	require.EqualError(t, open.Advise(err, s, 1<<20+8192), refused+"; chips with 1057792 bytes, alone or together:"+rows)
	require.EqualError(t, open.Advise(err, &spec.Spec{Path: "x", Count: 1, Base: 100}, 1<<20), refused+"; a new file with size=1056804 has room")
	other := errors.New("other")
	require.Equal(t, other, open.Advise(other, s, 0))
	require.NoError(t, open.Advise(nil, s, 0))
}
