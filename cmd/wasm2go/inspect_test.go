package main

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/compiler/wasm/wasmtest"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
)

const mandelReport = `module      mandel.wasm, 1226 bytes
kind        WASI command: wasm2go run starts it
built by    Debian clang 22.1.8 (1~deb12u1)
needs       "wasi_snapshot_preview1": 4 functions
translates  yes; go build takes about 1 s of CPU time and 0.1 GB of memory
functions   1 defined with 749 bytes of code, 4 imported
proposals   nontrapping-float-to-int
memory 0    2 pages of 65536 = 131072 bytes at the start; never grows
            static data      0x10000  to 0x10032  50 bytes     50 bytes of it in segments
            zeroed data      0x10032  to 0x10480  1102 bytes   by __heap_base
            auxiliary stack  0x0      to 0x10000  65536 bytes  by global 0 as a guess
            heap             0x10480                           by __heap_base
-mem sram   66688 bytes: memory ends at __heap_base
            serial SRAM      23LC1024, 23A1024, 23LCV1024, N01S830, N01S818; 2 of 23LC512, 23A512, 23LCV512; 3 of 23K256, 23A256
            PSRAM            any
            FRAM             MB85RS1MT, MB85RS2MTA, MB85RS4MT, FM25V10, FM25V20A, MR25H10, MR25H40; 2 of MB85RS512T; 3 of MB85RS256B, FM25V02, MR25H256
            not at 3.3 V     1.5 to 1.95 V: 23A256; 1.7 to 2.2 V: 23A512, 23A1024, N01S818; 1.62 to 1.98 V (R): APS6404L-SQ, APS3204L-SQ, ESP-PSRAM64; 1.62 to 1.98 V: APS1604M-SQ; 1.65 to 1.95 V (R): IS66WVS1M8ALL, IS66WVS2M8ALL, IS66WVS4M8ALL, IS66WVS8M8ALL, IS66WVS16M8ALL
            processor memory 64 KB for the cache, and TABLES KB for its tables, by default

imports
  "wasi_snapshot_preview1"  "args_sizes_get"  func 0  (i32 i32) i32
  "wasi_snapshot_preview1"  "args_get"        func 1  (i32 i32) i32
  "wasi_snapshot_preview1"  "fd_write"        func 2  (i32 i32 i32 i32) i32
  "wasi_snapshot_preview1"  "proc_exit"       func 3  (i32) ()

exports
  "memory"       memory 0  2
  "_start"       func 4    () ()
  "__heap_base"  global 1  i32

largest functions, bytes of code
      749  func 4
`

// TestInspect pins the text for a program of clang's.
func TestInspect(t *testing.T) {
	t.Chdir(sample(t, "sample"))
	_, tables := sram.ArrayOpts{}.Footprint(mem.Type{Min: 66688, PageSize: 1}, 128<<10)
	want := strings.Replace(mandelReport, "TABLES", fmt.Sprint((tables+1023)/1024), 1)
	require.Equal(t, want, mustTool(t, "inspect", "mandel.wasm"))
}

// TestInspectChips: what is said of chips and of the processor's memory is what New makes of them, for a small memory, one that grows, and
// with chips that are named or are too small. Zeroed data counts as data.
func TestInspectChips(t *testing.T) {
	const megabyte = 1 << 20
	small := mem.Type{Min: 1024, Max: 1024, HasMax: true, PageSize: 1}
	for _, test := range []struct {
		flags, path string
		want        []string
	}{
		{"", "golden/programs/testdata/sram/heapbase.wasm", []string{
			"-mem sram   1024 bytes: memory ends at __heap_base", processorMemory([]mem.Type{small}, sram.ArrayOpts{}, megabyte) + ", by default", "memory 1024 bytes for the cache, and 1",
		}},
		{"-sram chip=23LC1024,cache=512", "golden/programs/testdata/sram/heapbase.wasm", []string{
			"chip=23LC1024,cache=512 has room for it: 131072 bytes", "processor memory 512 bytes for the cache",
		}},
		{"-sram chip=23K640*2,base=1K", "golden/programs/testdata/sram/grow.wasm", []string{"chip=23K640*2,base=1K is too small: 15360 bytes\n\nexports"}},
		{"-sram sim:chip=23LC1024", "golden/programs/testdata/sram/grow.wasm", []string{
			"65536 bytes at the start; memory.grow takes", "sim:chip=23LC1024 has room for it: 131072 bytes", "64 KB for the cache",
		}},
		{"", "compiler/layout/testdata/first-all.wasm", []string{
			"static data      0x10000  to 0x10190  400 bytes     400 bytes of it in segments", "zeroed data      0x10190  to 0x40ed0  200000 bytes  by __data_end",
			"265936 bytes: memory ends at __heap_base",
		}},
		{"", "compiler/layout/testdata/last-none.wasm", []string{
			"zeroed data and auxiliary stack  0x590    to 0x412d0  265536 bytes  where one ends is not known",
		}},
	} {
		args := append([]string{"inspect"}, strings.Fields(test.flags)...)
		text := mustTool(t, append(args, filepath.Join("..", "..", filepath.FromSlash(test.path)))...)
		for _, want := range test.want {
			require.Contains(t, text, want)
		}
	}
	code, _, stderr := tool("inspect", "-sram", "chip=none", "x.wasm")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, `memory spec "chip=none": chip: unknown chip "none"`)
}

// TestInspectRoom: whether a memory has room in a file counts whole lines, the size that the file has, and what a memory may have at most.
func TestInspectRoom(t *testing.T) {
	inTemp(t, map[string]string{
		"huge.wasm": "\x00asm\x01\x00\x00\x00" + "\x05\x05\x01\x04\x81\x80\x04",
		"two.wasm":  "\x00asm\x01\x00\x00\x00" + "\x05\x09\x02\x09\x01\x01\x00\x09\x01\x01\x00",
		"file":      strings.Repeat("x", 5000),
	})
	require.Contains(t, mustTool(t, "inspect", "-sram", "file:a,size=8G", "huge.wasm"), "too large: a memory has at most 4294967296 bytes here\n")
	require.Contains(t, mustTool(t, "inspect", "-sram", "file:file", "two.wasm"), "file:file is too small: 4096 bytes\n")
	require.Contains(t, mustTool(t, "inspect", "-sram", "file:file,line=512", "two.wasm"), "file:file,line=512 has room for it: 4608 bytes\n")
}

// TestInspectRefused: what cannot be translated is said, with the place.
func TestInspectRefused(t *testing.T) {
	const importer = "\x00asm\x01\x00\x00\x00" + "\x01\x04\x01\x60\x00\x00" + "\x02\x0b\x01\x03env\x03log\x00\x00" + "\x03\x02\x01\x00" +
		"\x07\x0a\x01\x06_start\x00\x01" + "\x0a\x04\x01\x02\x00\x0b"
	for name, test := range map[string]struct{ file, want string }{
		"importer.wasm": {importer, `not a plain WASI command: it imports the func "log" from "env"`},
	} {
		inTemp(t, map[string]string{name: test.file})
		text := mustTool(t, "inspect", name)
		require.Contains(t, text, "\ntranslates  no: "+test.want+"\n")
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
kind        library
needs       nothing of its host
translates  yes; go build takes about 1 s of CPU time and 0.1 GB of memory
functions   1 defined with 7 bytes of code, 0 imported
proposals   none

exports
  "add"  func 0  (i32 i32) i32

largest functions, bytes of code
        7  func 0
`, mustTool(t, "inspect", "add.wasm"))
}

// TestInspectObjects: types and tags are counted, and what only shows in them tells of proposals.
func TestInspectObjects(t *testing.T) {
	module := wasmtest.Module(
		wasmtest.Vec(wasmtest.Type,
			[]byte("\x4e\x02\x50\x00\x5f\x01\x63\x01\x01\x5e\x78\x01"), // a struct and an array of i8 that are a group
			[]byte("\x50\x01\x00\x5f\x02\x63\x01\x01\x69\x00"),         // a subtype with an exnref
			[]byte("\x60\x01\x64\x00\x00")),                            // a function of a reference that is not null
		wasmtest.Vec(wasmtest.Import, []byte("\x01m\x01t\x04\x00\x03")),
		wasmtest.Vec(wasmtest.Tag, []byte("\x00\x03"), []byte("\x00\x03")),
		wasmtest.Vec(wasmtest.Global, []byte("\x6e\x00\xfb\x01\x00\x0b")))
	inTemp(t, map[string]string{"objects.wasm": string(module)})
	text := mustTool(t, "inspect", "objects.wasm")
	require.Contains(t, text, "\ntypes       2 structs, 1 array, 1 of functions, 1 recursion group, subtypes 1 deep\n")
	require.Contains(t, text, "\ntags        2 defined, 1 imported\n")
	require.Contains(t, text, "\nproposals   exceptions, function-references, gc\n")
	require.Contains(t, text, "\nneeds       \"m\": 1 tag\n")
	var found struct{ Types, Tags map[string]int }
	require.NoError(t, json.Unmarshal([]byte(mustTool(t, "inspect", "-json", "objects.wasm")), &found))
	require.Equal(t, map[string]int{"structs": 2, "arrays": 1, "functions": 1, "groups": 1, "supers": 1}, found.Types)
	require.Equal(t, map[string]int{"defined": 2, "imported": 1}, found.Tags)
}

// TestInspectKinds: what a module is for.
func TestInspectKinds(t *testing.T) {
	side := sample(t, "dylink", "odd.wasm")
	inTemp(t, map[string]string{"add.wasm": addWasm, "reactor.wasm": strings.Replace(addWasm, "\x07\x07\x01\x03add", "\x07\x0f\x01\x0b_initialize", 1)})
	for path, want := range map[string]string{
		"add.wasm":     "library\n",
		"reactor.wasm": "library with an _initialize, to be called before anything else\n",
		side:           "side module: a program that has it loads it at run time\n",
	} {
		require.Contains(t, mustTool(t, "inspect", path), "\nkind        "+want)
	}
}

// TestInspectJSON pins the form that others read, and that it has what the text has.
func TestInspectJSON(t *testing.T) {
	want := testdata(t, "parts.json")
	t.Chdir(filepath.Join("..", "..", "compiler", "testdata"))
	text := mustTool(t, "inspect", "-json", "parts.wasm")
	var found inspection
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	require.Equal(t, mustTool(t, "inspect", "parts.wasm"), found.text())
	golden(t, want, chipsLine.ReplaceAllString(text, `"chips": []`))
}

// TestInspectJSONHostile: JSON on a terminal commands it nothing, and says the same.
func TestInspectJSONHostile(t *testing.T) {
	const hostile = "a\x1b[2J\u009b2J\u202e\u200b\U000e0041\x7fü.wasm"
	inTemp(t, map[string]string{hostile: addWasm})
	text := mustTool(t, "inspect", "-json", hostile)
	require.Contains(t, text, `"a\u001b[2J\u009b2J\u202e\u200b\udb40\udc41\u007fü.wasm"`)
	var found inspection
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	require.Equal(t, hostile, found.File)
}

// chipsLine is what is said of chips, which changes as there are more of them.
var chipsLine = regexp.MustCompile(`(?s)"chips": \[.*?\]`)

// golden compares a text with a file; with -update it writes it.
func golden(t *testing.T, path, text string) {
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	require.Equal(t, read(t, path), text)
}

var update = flag.Bool("update", false, "write the files that inspect's output is compared with")

// testdata is the path of a file there, wherever the test goes.
func testdata(t *testing.T, name string) string {
	path, err := filepath.Abs(filepath.Join("testdata", name))
	require.NoError(t, err)
	return path
}

// TestInspectSVG pins a picture: parts to scale, those too small to be seen enlarged. It is XML whatever names are in it, and no file of
// others is written over.
func TestInspectSVG(t *testing.T) {
	const hostile = "a<b>&\"'\x1b]]><script>.wasm"
	dir := filepath.Join("..", "..", "compiler", "layout", "testdata")
	want := map[string]string{"first": testdata(t, "first.svg"), "last": testdata(t, "last.svg")}
	inTemp(t, map[string]string{"first.wasm": read(t, filepath.Join(dir, "first-all.wasm")), "last.wasm": read(t, filepath.Join(dir, "last-none.wasm")),
		hostile: memoryWasm, "add.wasm": addWasm, "mine.svg": "<svg/>"})
	for _, name := range []string{"first", "last"} {
		mustTool(t, "inspect", "-svg", name+".svg", name+".wasm")
		mustTool(t, "inspect", "-svg", name+".svg", name+".wasm") // again, over its own
		golden(t, want[name], read(t, name+".svg"))
	}
	mustTool(t, "inspect", "-svg", "hostile.svg", hostile)
	for _, name := range []string{"first", "last", "hostile"} {
		d := xml.NewDecoder(strings.NewReader(read(t, name+".svg")))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
			if e, ok := token.(xml.StartElement); ok {
				require.Contains(t, []string{"svg", "rect", "text", "title"}, e.Name.Local)
			}
		}
	}
	code, _, stderr := tool("inspect", "-svg", "mine.svg", "first.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "mine.svg exists and was not drawn by wasm2go")
	code, _, stderr = tool("inspect", "-svg", "x.svg", "add.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "add.wasm: -svg is given, but the module has no memory")
}

// TestCompleted: parts are in order, without gaps and overlaps, as far as the memory goes.
func TestCompleted(t *testing.T) {
	region := func(name string, from, to uint64) regionFound { return regionFound{Name: name, From: from, To: to} }
	for _, test := range []struct {
		regions, want []regionFound
	}{
		{nil, []regionFound{region(unusedRegion, 0, 1000)}},
		{[]regionFound{region("b", 500, 600), region("a", 100, 200)}, []regionFound{
			region(unusedRegion, 0, 100), region("a", 100, 200), region(unusedRegion, 200, 500), region("b", 500, 600), region(unusedRegion, 600, 1000)}},
		{[]regionFound{region("a", 0, 700), region("b", 600, 2000), region("c", 3000, 4000)}, []regionFound{region("a", 0, 700), region("b", 700, 1000)}},
		{[]regionFound{region("a", 0, 700), region("in it", 100, 200)}, []regionFound{region("a", 0, 700), region(unusedRegion, 700, 1000)}},
	} {
		require.Equal(t, test.want, completed(test.regions, 1000))
	}
	require.Equal(t, []regionFound{{Name: unusedRegion, To: 10}, {Name: "heap", From: 10, To: 1000, Rest: true}},
		completed([]regionFound{{Name: "heap", From: 10, Rest: true}}, 1000))
	require.Empty(t, completed(nil, 0))
}

// TestProducers: what is wrong with the section ends the list, and is no error.
func TestProducers(t *testing.T) {
	name := func(s string) string { return string(rune(len(s))) + s }
	section := "\x02" + name("language") + "\x01" + name("C11") + name("") + name("processed-by") + "\x02" + name("clang") + name("19") + name("ld") + name("2")
	want := []producer{{"language", "C11", ""}, {"processed-by", "clang", "19"}, {"processed-by", "ld", "2"}}
	for n := range len(section) + 1 {
		got := producers(&wasm.Module{Customs: []wasm.Custom{{Name: "producers", Bytes: []byte(section[:n])}}})
		require.LessOrEqual(t, len(got), len(want))
		require.Equal(t, want[:len(got)], append([]producer{}, got...))
		require.True(t, n < len(section) || len(got) == len(want))
	}
	require.Empty(t, producers(&wasm.Module{Customs: []wasm.Custom{{Name: "producers", Bytes: []byte("\xff\xff\xff\xff\x0f")}}}))
}
