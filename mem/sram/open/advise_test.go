package open_test

import (
	"errors"
	"path/filepath"
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
	const refused = "sram: a memory needs 1048576 bytes, 23K640{sim.0} from 0x400 on has 7168, of which 3136 are free"
	require.EqualError(t, open.Advise(err, s, 0), refused+"; chips with 1053632 bytes, alone or together:"+rows)
	require.EqualError(t, open.Advise(err, s, 1<<20+8192), refused+"; chips with 1057792 bytes, alone or together:"+rows)
	require.EqualError(t, open.Advise(err, &spec.Spec{Path: "x", Count: 1, Base: 100}, 1<<20), refused+"; a file with size=1052772 has enough")
	other := errors.New("other")
	require.Equal(t, other, open.Advise(other, s, 0))
	require.NoError(t, open.Advise(nil, s, 0))
}

// TestAdviseHeartbeat: a chip that is just large enough is none where heartbeat takes its last line.
func TestAdviseHeartbeat(t *testing.T) {
	s, err := spec.Parse("sim:chip=23LC1024,heartbeat=60s,line=128")
	require.NoError(t, err)
	a, err := open.Simulate(s)
	require.NoError(t, err)
	_, err = a.NewMemory(mem.Type{Min: 2})
	require.EqualError(t, open.Advise(err, s, 2*mem.Page),
		`sram: a memory needs 131072 bytes, 23LC1024{sim.0} has 130944, of which 130944 are free; chips with 131072 bytes, alone or together:
	serial SRAM 2 of 23LC1024, 23A1024, 23LCV1024, N01S830, N01S818; 3 of 23LC512, 23A512, 23LCV512
	PSRAM       any
	FRAM        MB85RS1MT, MB85RS2MTA, MB85RS4MT, FM25V10, FM25V20A, MR25H10, MR25H40; 2 of MB85RS512T; 4 of MB85RS256B, FM25V02, MR25H256`)
}

// TestAdviseFile: of a file its size is said.
func TestAdviseFile(t *testing.T) {
	s, err := spec.Parse("file:" + filepath.ToSlash(filepath.Join(t.TempDir(), "m.bin")) + ",size=64K,base=4K")
	require.NoError(t, err)
	a, err := open.File(s)
	require.NoError(t, err)
	_, err = a.NewMemory(mem.Type{Min: 2})
	require.ErrorContains(t, open.Advise(err, s, 2*mem.Page), "of which 61440 are free; a file with size=135168 has enough")
	require.NoError(t, a.Halt())
}
