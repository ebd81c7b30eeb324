package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem/sram"
)

const mandelReport = `module      mandel.wasm, 1226 bytes
functions   1 defined with 749 bytes of code, 4 imported
proposals   nontrapping-float-to-int
go build    about 1 s of CPU time and 0.1 GB of memory
memory 0    2 pages of 65536 = 131072 bytes at the start; never grows
            static data      0x10000 to 0x10032 (50 bytes), 50 bytes of it in segments
            auxiliary stack  0x0 to 0x10000 (65536 bytes), from global 0 as a guess
            heap             from 0x10480, by __heap_base
-mem sram   66688 bytes: memory ends at __heap_base
            serial SRAM      23LC1024, 23A1024, 23LCV1024, N01S830, N01S818; 2 of 23LC512, 23A512, 23LCV512; 3 of 23K256, 23A256
            PSRAM            any
            FRAM             MB85RS1MT, MB85RS2MTA, MB85RS4MT, FM25V10, FM25V20A, MR25H10, MR25H40; 2 of MB85RS512T; 3 of MB85RS256B, FM25V02, MR25H256
            not at 3.3 V     1.5 to 1.95 V: 23A256; 1.7 to 2.2 V: 23A512, 23A1024, N01S818; 1.62 to 1.98 V (R): APS6404L-SQ, APS3204L-SQ, ESP-PSRAM64; 1.62 to 1.98 V: APS1604M-SQ; 1.65 to 1.95 V (R): IS66WVS1M8ALL, IS66WVS2M8ALL, IS66WVS4M8ALL, IS66WVS8M8ALL, IS66WVS16M8ALL
            processor memory 64 KB for the cache, by default, and TABLES KB for its tables

imports
  "wasi_snapshot_preview1"."args_sizes_get" func 0 (i32 i32) i32
  "wasi_snapshot_preview1"."args_get" func 1 (i32 i32) i32
  "wasi_snapshot_preview1"."fd_write" func 2 (i32 i32 i32 i32) i32
  "wasi_snapshot_preview1"."proc_exit" func 3 (i32) ()

exports
  "memory" memory 0: 2
  "_start" func 4 () ()
  "__heap_base" global 1: i32

largest functions, bytes of code
      749  func 4
`

// TestInspect pins the text for a program of clang's.
func TestInspect(t *testing.T) {
	t.Chdir(sample(t, "sample"))
	_, tables := sram.ArrayOpts{}.Footprint(66688)
	want := strings.Replace(mandelReport, "TABLES", fmt.Sprint((tables+1023)/1024), 1)
	require.Equal(t, want, mustTool(t, "inspect", "mandel.wasm"))
}

// TestInspectRefused: what cannot be translated is said, with the place.
func TestInspectRefused(t *testing.T) {
	const shared = "\x00asm\x01\x00\x00\x00" + "\x05\x04\x01\x03\x01\x02"
	const simd = "\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x03\x02\x01\x00" + "\x07\x05\x01\x01f\x00\x00" +
		"\x0a\x09\x01\x07\x00\x41\x00\xfd\x0f\x1a\x0b"
	const importer = "\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x02\x0b\x01\x03env\x03log\x00\x00" + "\x03\x02\x01\x00" +
		"\x07\x0a\x01\x06_start\x00\x01" + "\x0a\x04\x01\x02\x00\x0b"
	for name, test := range map[string]struct{ file, want string }{
		"shared.wasm":   {shared, "0xb: shared memory: the threads proposal is not translated yet"},
		"simd.wasm":     {simd, "0x20: func 0: i8x16.splat: the simd proposal is not translated yet"},
		"importer.wasm": {importer, `not a plain WASI command: it imports the func "log" from "env"`},
	} {
		inTemp(t, map[string]string{name: test.file})
		text := mustTool(t, "inspect", name)
		require.Contains(t, text, "\nrefused     "+test.want+"\n")
		require.NotContains(t, text, "go build")
		code, _, stderr := tool(name)
		require.Equal(t, 1, code)
		require.Equal(t, "wasm2go: "+name+": "+test.want+"\n", stderr, "the same reason")
	}
}

// TestInspectSmall: what a module lacks is left out.
func TestInspectSmall(t *testing.T) {
	inTemp(t, map[string]string{"add.wasm": addWasm})
	require.Equal(t, `module      add.wasm, 41 bytes
functions   1 defined with 7 bytes of code, 0 imported
proposals   none
go build    about 1 s of CPU time and 0.1 GB of memory

exports
  "add" func 0 (i32 i32) i32

largest functions, bytes of code
        7  func 0
`, mustTool(t, "inspect", "add.wasm"))
}
