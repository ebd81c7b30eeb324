package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/abi"
)

// addWasm is (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)).
const addWasm = addHead + "\x6a\x0b"

// badWasm is the same with an i64.add.
const badWasm = addHead + "\x7c\x0b"

const addHead = "\x00asm\x01\x00\x00\x00" +
	"\x01\x07\x01\x60\x02\x7f\x7f\x01\x7f" +
	"\x03\x02\x01\x00" +
	"\x07\x07\x01\x03add\x00\x00" +
	"\x0a\x09\x01\x07\x00\x20\x00\x20\x01"

const memoryWasm = "\x00asm\x01\x00\x00\x00" +
	"\x05\x03\x01\x00\x01" +
	"\x07\x0a\x01\x06memory\x02\x00"

// laterWasm is a command for a later WASI: (module (import "wasi:cli/run@0.2.0" "run" (func)) (func (export "_start")))
const laterWasm = "\x00asm\x01\x00\x00\x00\x01\x04\x01`\x00\x00\x02\x1a\x01\x12wasi:cli/run@0.2.0\x03run\x00\x00\x03\x02\x01\x00\x07\x0a\x01\x06_start\x00\x01\x0a\x04\x01\x02\x00\x0b"

// tool runs one command line.
func tool(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

// inTemp makes a directory with the files and works there for the length of the test.
func inTemp(t *testing.T, files map[string]string) {
	t.Chdir(t.TempDir())
	for name, content := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o666))
	}
}

// TestErrors pins the exit code and the one line on standard error.
func TestErrors(t *testing.T) {
	inTemp(t, map[string]string{
		"add.wasm": addWasm, "bad.wasm": badWasm, "empty.wasm": "", "text.wasm": "(module)", "cut.wasm": addWasm[:len(addWasm)-4],
		"magic.wasm": "no module at all", "memory.wasm": memoryWasm, "later.wasm": laterWasm, "dir/file": "", "file": "mine", "mine.go": "package mine\n",
	})
	for _, test := range []struct {
		args string
		code int
		want string
	}{
		{"add.wasm add.wasm", 2, "more than one module given: add.wasm add.wasm"},
		{"-o x", 2, "no module given"},
		{"-nope add.wasm", 2, "flag provided but not defined: -nope"},
		{"add.wasm -o", 2, "flag needs an argument: -o"},
		{"-mem nope add.wasm", 2, `unknown memory backend "nope": there are guard, slice, sram, or import/path.Type`},
		{"-mem memtest add.wasm", 2, `unknown memory backend "memtest": there are guard, slice, sram, or import/path.Type`},
		{"run -grow no add.wasm", 2, `-grow "no": want one of warn, silent, trap`},
		{"run -deterministic=sed=1 add.wasm", 2, `-deterministic: "sed=1": there are seed=NUMBER, start=TIME`},
		{"run -deterministic=start=1969-07-20T20:17:40Z add.wasm", 2, "-deterministic: start=1969-07-20T20:17:40Z: want a year from 1970 to 2199"},
		{"run -deterministic=step=0 add.wasm", 2, "-deterministic: step=0: the clocks must go forward"},
		{"run -env WASM2GO_TRACE=1 add.wasm", 2, "-env: WASM2GO_TRACE tells the program what flags say: use -trace"},
		{"run -env WASM2GO_DETERMINISTIC= add.wasm", 2, "-env: WASM2GO_DETERMINISTIC tells the program what flags say: use -deterministic"},
		{"later.wasm", 1, `later.wasm: not a plain WASI command: it imports the func "run" from "wasi:cli/run@0.2.0", which is a later WASI: build`},
		{"run -engine interp later.wasm", 1, "later.wasm: not a plain WASI command: it imports"},
		{"run -engine both later.wasm", 1, "later.wasm: not a plain WASI command: it imports"},
		{"run later.wasm", 1, "later.wasm: not a plain WASI command: it imports"},
		{"run -mem x/Y add.wasm", 2, `unknown memory backend "x/Y": there are guard, slice, sram, or import/path.Type`},
		{"-memsize nope add.wasm", 2, `unknown memory size "nope"`},
		{"-pkg 1x add.wasm", 2, `-pkg "1x": not a package name`},
		{"-o - -check add.wasm", 2, "-check has nothing to compare"},
		{"-o - -standalone add.wasm", 2, "-standalone writes several files"},
		{"nothere.wasm", 1, "nothere.wasm: no such file or directory"},
		{"dir", 1, "dir: is a directory, not a module"},
		{"empty.wasm", 1, "empty.wasm: the file is empty"},
		{"text.wasm", 1, "text.wasm: this is the text format"},
		{"cut.wasm", 1, "cut.wasm: 0x"},
		{"magic.wasm", 1, "magic.wasm: 0x0: "},
		{"bad.wasm", 1, "bad.wasm: 0x27: func 0: type mismatch: "},
		{"-o file add.wasm", 1, "file exists and is not a directory"},
		{"-o mine.go add.wasm", 1, "mine.go exists and was not written by wasm2go"},
		{"-o dir/x.go -standalone add.wasm", 1, "-standalone: no go.mod above dir/x.go"},
		{"-check add.wasm", 1, "add is not up to date: 1 file would change"},
		{"run", 2, "run: no module given"},
		{"-interp ( add.wasm", 2, "-interp: error parsing regexp: missing closing )"},
		{"-interp sub add.wasm", 1, "add.wasm: -interp sub: no function has such a name"},
		{"-fallback no add.wasm", 2, `unknown -fallback "no": there are warn, silent and fail`},
		{"run -engine nope add.wasm", 2, `unknown engine "nope": there are go, interp, both`},
		{"run -engine interp add.wasm", 1, "add.wasm is not a WASI command"},
		{"run -engine interp bad.wasm", 1, "bad.wasm is not a WASI command"},
		{"run -engine interp cut.wasm", 1, "cut.wasm: 0x"},
		{"run -engine interp -interp x add.wasm", 2, "-interp says which functions of a translated module"},
		{"run -engine interp -mem my/mem.T add.wasm", 2, "-mem my/mem.T is Go code: with -engine interp there are guard, slice, sram"},
		{"run -engine both -mem sram add.wasm", 2, "-engine both compares memories in the process"},
		{"run -engine both -memsize heap-base add.wasm", 2, "-engine both compares whole memories"},
		{"run -engine both add.wasm", 1, "add.wasm is not a WASI command"},
		{"run -env X add.wasm", 2, `-env "X": want KEY=VALUE`},
		{"run -env WASM2GO_SRAM=x add.wasm", 2, "-env: WASM2GO_SRAM tells the program what flags say: use -sram"},
		{"run -sram chip=23LC1024 add.wasm", 2, "-sram says where -mem sram is; this is -mem guard"},
		{"run -mem sram -sram chip=23LC1025 add.wasm", 2, `memory spec "chip=23LC1025": chip: unknown chip "23LC1025"`},
		{"run -mem sram -sram chip=23LC1024,spi=SPI77.3 add.wasm", 1, "no bus SPI77.3"},
		{"run -dir dir::/::RO add.wasm", 2, `-dir "dir::/::RO": want HOST, HOST::GUEST or HOST::GUEST::ro`},
		{"run -dir dir::::ro add.wasm", 2, `-dir "dir::::ro": want HOST, HOST::GUEST or HOST::GUEST::ro`},
		{"run -max-write 0 add.wasm", 2, `-max-write "0": want a number of bytes, as 65536, 64K, 16M or 2G`},
		{"run -max-fds 0 add.wasm", 2, `-max-fds "0": want a number, at least 1 and below 2^31`},
		{"run -max-files 1K add.wasm", 2, `-max-files "1K": want a number, at least 1 and below 2^31`},
		{"run -dir nothere add.wasm", 1, "-dir nothere: no such file or directory"},
		{"run -dir file add.wasm", 1, "-dir file: not a directory"},
		{"run nothere.wasm", 1, "nothere.wasm: no such file or directory"},
		{"run add.wasm", 1, "add.wasm is not a WASI command"},
		{"inspect", 2, "no module given"},
		{"inspect bad.wasm", 1, "bad.wasm: 0x27: func 0: type mismatch"},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			code, _, stderr := tool(strings.Fields(test.args)...)
			require.Equal(t, test.code, code, stderr)
			line, rest, _ := strings.Cut(stderr, "\n")
			require.True(t, strings.HasPrefix(line, "wasm2go: "+test.want), "got %q", line)
			if code == 1 {
				require.Empty(t, rest, "more than one line")
			}
			require.Equal(t, []string{
				"add.wasm", "bad.wasm", "cut.wasm", "dir", "empty.wasm", "file", "later.wasm", "magic.wasm", "memory.wasm", "mine.go", "text.wasm",
			}, names(t, "."), "an error leaves nothing behind")
		})
	}
}

// TestHelp: asking for help is no error, and no arguments at all are wrong usage.
func TestHelp(t *testing.T) {
	want := map[string]string{"": usage()}
	for _, c := range commands() {
		want[c.name] = c.help()
	}
	for _, test := range []struct{ args, of string }{
		{"help", ""}, {"-h", ""}, {"--help", ""}, {"x.wasm -h", ""}, {"run -h", "run"}, {"help run", "run"}, {"run -mem slice --help", "run"},
		{"inspect -h", "inspect"}, {"help inspect", "inspect"}, {"sram test -h", "sram"}, {"sram -h", "sram"}, {"help sram", "sram"},
	} {
		code, stdout, stderr := tool(strings.Fields(test.args)...)
		require.Equal(t, 0, code, test.args)
		require.Equal(t, want[test.of], stdout, test.args)
		require.Empty(t, stderr)
		for line := range strings.Lines(stdout) {
			require.LessOrEqual(t, len(line), helpWidth+1, line)
		}
	}
	require.NotContains(t, want[""], "-deterministic")
	require.Contains(t, want["run"], "-deterministic[=LIST]")
	code, stdout, stderr := tool()
	require.Equal(t, 2, code)
	require.Empty(t, stdout)
	require.Equal(t, usage(), stderr)
	code, _, stderr = tool("help", "me")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, `help: there is no command "me"`)
}

// TestExamples: the command lines that the help shows have flags that are there.
func TestExamples(t *testing.T) {
	for _, c := range append(commands(), translation()) {
		require.NotEmpty(t, c.examples)
		for _, e := range c.examples {
			line, _, _ := strings.Cut(e.line, "&&")
			line, _, _ = strings.Cut(line, "<")
			args := strings.Fields(line)[1:]
			if c.name != "" {
				require.Equal(t, c.name, args[0])
				args = args[1:]
			}
			fs := newFlags("")
			c.register(fs)
			_, _, err := fs.parseLeading(args)
			require.NoError(t, err, e.line)
		}
	}
}

// TestVersion: a build says where it comes from, as far as the go command knows that.
func TestVersion(t *testing.T) {
	code, stdout, _ := tool("version")
	require.Equal(t, 0, code)
	require.Regexp(t, `^wasm2go v\d+\.\d+\.\d+\n`, stdout)
	require.Contains(t, stdout, "\nbuilt with  "+runtime.Version()+" for "+runtime.GOOS+"/"+runtime.GOARCH+"\n")
	require.Contains(t, stdout, fmt.Sprintf("\ngeneration  %d of generated code", abi.MaxGeneration))

	stdout = versionText(&debug.BuildInfo{
		Main: debug.Module{Path: "a.b/c", Version: "v1.2.3"},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.time", Value: "2022-01-01T00:00:00Z"}, {Key: "vcs.modified", Value: "true"},
		},
	})
	require.Contains(t, stdout, "\nmodule      a.b/c v1.2.3\nrevision    abc 2022-01-01T00:00:00Z and changes\n")
	require.NotContains(t, versionText(nil), "module")
}

// names lists a directory.
func names(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	list := make([]string, len(entries))
	for i, e := range entries {
		list[i] = e.Name()
	}
	return list
}

// TestDocumentedFlags: the command's page has a row for each flag of a translation, and for no other.
func TestDocumentedFlags(t *testing.T) {
	page, err := os.ReadFile("../../docs/command.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "## Flags of translation\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n## ")
	var listed, want []string
	for _, m := range regexp.MustCompile("(?m)^\\| `-([a-z0-9-]+)").FindAllStringSubmatch(table, -1) {
		listed = append(listed, m[1])
	}
	fs := newFlags("")
	new(translateFlags).register(fs)
	for _, row := range fs.rows {
		want = append(want, row.name)
	}
	require.ElementsMatch(t, want, listed)
}

// TestHeader: the header of the output has the flags that it depends on, in words that a shell takes for what they are.
func TestHeader(t *testing.T) {
	fs := newFlags("")
	new(translateFlags).register(fs)
	_, err := fs.parseAnywhere([]string{"-interp", "^a b$", "-o", "x", "-mem", "slice", "-check", "-standalone", "m.wasm"})
	require.NoError(t, err)
	require.Equal(t, `-mem slice -standalone -interp "^a b$"`, fs.header())
	_, err = fs.parseAnywhere([]string{"-preinit", "m.wasm"})
	require.NoError(t, err)
	require.Contains(t, fs.header()+" ", " -preinit ")
	_, err = fs.parseAnywhere([]string{"-preinit=setup,more", "-preinit-wasi", "random_get"})
	require.NoError(t, err)
	require.Contains(t, fs.header(), " -preinit=setup,more -preinit-wasi random_get")
	_, err = fs.parseAnywhere([]string{"-preinit=false"})
	require.NoError(t, err)
	require.NotContains(t, fs.header(), " -preinit=")
}
