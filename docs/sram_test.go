package docs

import (
	"debug/elf"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"periph.io/x/conn/v3/physic"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/open"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
)

var update = flag.Bool("update", false, "rewrite the tables of the guides")

const guide = "sram.md"

// TestTables: what the guide has from the code is what the code has.
func TestTables(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	text := string(b)
	for name, table := range map[string]func(*testing.T) string{"chips": chips, "cache": cache, "footprint": footprint, "keys": keys, "protection": protection, "device": device, "selftest": selftest} {
		if name == "selftest" && testing.Short() {
			continue // builds the command
		}
		begin, end := "<!-- begin "+name+" -->\n", "<!-- end -->"
		before, rest, ok := strings.Cut(text, begin)
		require.True(t, ok, name)
		old, after, ok := strings.Cut(rest, end)
		require.True(t, ok, name)
		now := table(t)
		if !*update {
			require.Equal(t, now, old, "go test ./docs -update brings the guide up to date")
		}
		text = before + begin + now + end + after
	}
	if *update {
		require.NoError(t, os.WriteFile(guide, []byte(text), 0o666))
	}
}

// chips is the table of chips, those of a kind in one row.
func chips(*testing.T) string {
	var b strings.Builder
	b.WriteString("| family | size | chips | supply (source) | clock up to | keeps its content |\n|---|--:|---|---|--:|---|\n")
	rows, names := []string{}, map[string][]string{}
	for _, c := range chip.Table() {
		kept := "no"
		switch {
		case c.NonVolatile():
			kept = "yes"
		case c.Battery:
			kept = "with a battery"
		}
		size := fmt.Sprintf("%d KiB", c.Size>>10)
		if c.Size >= 1<<20 {
			size = fmt.Sprintf("%d MiB", c.Size>>20)
		}
		row := fmt.Sprintf("| %s | %s | %%s | %s | %v | %s |\n", family(&c), size, supplies(&c), c.MaxClock, kept)
		if names[row] == nil {
			rows = append(rows, row)
		}
		names[row] = append(names[row], c.Name)
	}
	for _, row := range rows {
		fmt.Fprintf(&b, row, strings.Join(names[row], ", "))
	}
	return b.String()
}

// supplies are those of a chip, each with its source.
func supplies(c *chip.Chip) string {
	var all []string
	for _, s := range c.Supplies {
		text := s.String()
		if s.Source != "" {
			text += " (" + s.Source + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// selftest is what wasm2go sram test prints for the emulated chips of the guide.
func selftest(t *testing.T) string {
	exe := filepath.Join(t.TempDir(), "wasm2go.exe")
	run(t, ".", "go", "build", "-trimpath", "-o", exe, "../cmd/wasm2go")
	cmd := exec.Command(exe, "sram", "test", "sim:chip=23LC512*2")
	out, err := cmd.Output()
	require.NoError(t, err)
	var b strings.Builder
	for line := range strings.Lines(string(out)) {
		b.WriteString("    " + line)
	}
	return "\n" + b.String() + "\n"
}

// TestBoard: the guide names each chip that a board of 3.3 V cannot have, whatever its part number, and no other.
func TestBoard(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	_, warning, ok := strings.Cut(string(b), "- **Not at 3.3 V**: ")
	require.True(t, ok)
	warning, _, _ = strings.Cut(warning, "\n- **")
	never, sometimes, ok := strings.Cut(warning, "are sold for either")
	require.True(t, ok)
	for _, c := range chip.Table() {
		named := regexp.MustCompile(`\b` + c.Name + `\b`)
		switch len(c.NotAt(chip.BoardVolts)) {
		case 0:
			require.NotRegexp(t, named, warning, c.Name)
		case len(c.Supplies):
			require.Regexp(t, named, never, c.Name)
		default:
			require.Regexp(t, named, sometimes, c.Name)
			require.Len(t, c.Supplies, 2)
			require.Contains(t, sometimes, c.Supplies[1].Part, c.Name)
			require.Len(t, c.NotAt(chip.BoardVolts), 1)
			require.Equal(t, c.Supplies[0].Part, c.NotAt(chip.BoardVolts)[0].Part, c.Name)
		}
	}
}

// family tells MRAM from FRAM, which have the same commands.
func family(c *chip.Chip) string {
	if strings.HasPrefix(c.Name, "MR") {
		return "MRAM"
	}
	return string(c.Family)
}

// cache takes some rows of the table of all designs.
func cache(t *testing.T) string {
	b, err := os.ReadFile("../mem/sram/cachesim/cache.md")
	require.NoError(t, err)
	var rows strings.Builder
	for line := range strings.Lines(string(b)) {
		for _, name := range []string{"cache", "---", "MIN", "direct-mapped", "4-way", "clock", "mem/sram"} {
			if strings.HasPrefix(line, "| "+name+" |") || strings.HasPrefix(line, "|"+name+"|") {
				rows.WriteString(line)
			}
		}
	}
	require.Equal(t, 7, strings.Count(rows.String(), "\n"))
	return "Nanoseconds; in parentheses the ratio to MIN and the best length of lines.\n\n" + rows.String()
}

// footprint is the processor memory for some caches.
func footprint(*testing.T) string {
	var b strings.Builder
	b.WriteString("| `cache` | memory of 128 KiB | with `checksum` | memory of 8 MiB | with `checksum` |\n|---|--:|--:|--:|--:|\n")
	for _, size := range []uint64{1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20} {
		fmt.Fprintf(&b, "| %dK |", size>>10)
		for _, memory := range []uint64{128 << 10, 8 << 20} {
			for _, checksum := range []bool{false, true} {
				cached, tables := sram.ArrayOpts{Cache: size, Line: 64, Checksum: checksum}.Footprint(mem.Type{Min: memory / mem.Page}, memory)
				if size > memory {
					b.WriteString(" |") // nobody wants that
					continue
				}
				fmt.Fprintf(&b, " %d |", cached+tables)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestBytesPerLine: the guide and the package's comment say what a line of the cache takes, and the same.
func TestBytesPerLine(t *testing.T) {
	tables := func(lines uint64) uint64 {
		_, n := sram.ArrayOpts{Cache: 64 * lines, Line: 64}.Footprint(mem.Type{Min: 16}, 16*mem.Page)
		return n
	}
	const lines = 4096 // by then buffers are as large as they get
	perLine := (tables(2*lines)-tables(lines))/lines - 8
	for _, file := range []string{guide, "../mem/sram/doc.go"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		m := regexp.MustCompile(`8 bytes for each 64 bytes of cache, (\d+)(?: bytes)? for each line`).FindSubmatch(text)
		require.NotNil(t, m, file)
		require.Equal(t, strconv.FormatUint(perLine, 10), string(m[1]), file)
	}
}

// TestHeap: what the guide says that a running program needs, within a tenth.
func TestHeap(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program; run without -short")
	}
	dir := t.TempDir()
	source, err := os.ReadFile("testdata/heap.go.txt")
	require.NoError(t, err)
	exe := buildWith(t, dir, string(source), "../testdata/kernels/tokenizer.wasm", "tokenizer")
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(b), "| `Cache` | heap |\n")
	require.True(t, ok)
	for _, size := range []uint64{4, 16, 64} {
		m := regexp.MustCompile(`(?m)^\| ` + strconv.FormatUint(size, 10) + `K \| ([0-9.]+) \|$`).FindStringSubmatch(table)
		require.NotNil(t, m, size)
		said, err := strconv.ParseFloat(m[1], 64)
		require.NoError(t, err)
		measured, err := strconv.ParseFloat(strings.TrimSpace(run(t, dir, exe, strconv.FormatUint(size<<10, 10))), 64)
		require.NoError(t, err)
		require.InEpsilon(t, measured/1000, said, 0.1, "a cache of %dK", size)
	}
}

// keys are those of the spec string, from the comment on spec.Spec.
func keys(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| key | meaning |\n|---|---|\n| `sim:` | in front of all others: the chips are emulated |\n")
	b.WriteString("| `file:PATH` | in front of all others, instead of chips: a file or partition |\n")
	described := []string{}
	comment := regexp.MustCompile(`\n\t {4,}`).ReplaceAllString(specComment(t), " ") // a meaning may take several lines
	for _, m := range regexp.MustCompile(`(?m)^\t([a-z]+)(=\S+)? +(\S.*)$`).FindAllStringSubmatch(comment, -1) {
		described = append(described, m[1])
		fmt.Fprintf(&b, "| `%s%s` | %s |\n", m[1], m[2], m[3])
	}
	_, err := spec.Parse("nokey")
	require.Error(t, err)
	_, list, ok := strings.Cut(err.Error(), "there are ")
	require.True(t, ok)
	require.ElementsMatch(t, strings.Split(list, ", "), described, "the comment on spec.Spec describes all keys")
	return b.String()
}

// device is the example of a Device.
func device(t *testing.T) string {
	b, err := os.ReadFile("../mem/sram/example_test.go")
	require.NoError(t, err)
	_, text, ok := strings.Cut(string(b), "\ntype spare ")
	require.True(t, ok)
	text, _, ok = strings.Cut(text, "\n// A device of one's own")
	require.True(t, ok)
	text = strings.ReplaceAll("type spare "+strings.TrimSpace(text), "\n", "\n    ")
	return "\n    " + strings.ReplaceAll(strings.ReplaceAll(text, "\t", "    "), "    \n", "\n") + "\n\n"
}

func specComment(t *testing.T) string {
	file, err := parser.ParseFile(token.NewFileSet(), "../mem/sram/spec/spec.go", nil, parser.ParseComments)
	require.NoError(t, err)
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE && g.Specs[0].(*ast.TypeSpec).Name.Name == "Spec" {
			return g.Doc.Text()
		}
	}
	require.Fail(t, "no type Spec")
	return ""
}

// TestSpecs: the spec strings in the guide are good ones, and there are drivers for such chips at such clocks.
func TestSpecs(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	specs := regexp.MustCompile(`(?m)(?:^    |-sram |Parse\(")((?:(?:sim:)?chip=|file:)[^\s"]+)`).FindAllStringSubmatch(string(b), -1)
	require.Len(t, specs, 12)
	t.Chdir(t.TempDir()) // for the content of chips
	for _, m := range specs {
		s, err := spec.Parse(m[1])
		require.NoError(t, err)
		require.Equal(t, m[1], s.String())
		if s.Path != "" {
			continue // of a device that is hardly there
		}
		a, err := open.Simulate(s)
		require.NoError(t, err, m[1])
		require.NoError(t, a.Halt())
	}
}

// TestLineTimes: what the guide says that a line of 64 bytes takes.
func TestLineTimes(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	text := strings.Join(strings.Fields(string(b)), " ")
	for _, c := range []struct {
		chip string
		mhz  int
		says string
	}{
		{"APS6404L", 20, "a line of 64 bytes takes %d µs at 20 MHz"},
		{"APS6404L", 84, "and %d µs at 84 MHz"},
		{"23LC1024", 20, "where a serial SRAM at 20 MHz takes %d µs"},
	} {
		bus, err := sim.New(sim.Opts{}, sim.Chip{Name: c.chip})
		require.NoError(t, err)
		d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: c.chip, Clock: physic.Frequency(c.mhz) * physic.MegaHertz})
		require.NoError(t, err)
		before := bus.Counters().Time
		require.NoError(t, d.Transfer(0, nil, 1024, make([]byte, 64)))
		took := bus.Counters().Time - before
		require.Contains(t, text, fmt.Sprintf(c.says, took.Round(time.Microsecond).Microseconds()))
	}
}

// TestMessages: every message that has to do with hardware or checkpoints is in the guide, and the guide has none that does not exist.
func TestMessages(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(.*?)` \\|").FindAllStringSubmatch(string(b[strings.Index(string(b), "## Troubleshooting"):]), -1) {
		listed[m[1]] = true
	}
	all, must := map[string]bool{rt.DeviceFailure.Error(): true, rt.OutOfMemory.Error(): true, "memory spec …: …": true}, map[string]bool{}
	for _, dir := range []string{"", "chip", "serialram", "psram", "fram", "periph", "persist", "file", "selftest"} {
		for _, m := range messages(t, filepath.Join("../mem/sram", dir, "*.go")) {
			all[m] = true
			if dir != "" && dir != "persist" {
				must[m] = true
			}
		}
	}
	for _, m := range messages(t, "../cmd/wasm2go/sram.go") {
		all[m], must[m] = true, true
	}
	for _, m := range messages(t, "../mem/*.go") {
		all[m] = true
	}
	for m := range listed {
		if !all[m] {
			t.Errorf("there is no message %q any more", m)
		}
	}
	for m := range must {
		if !listed[m] {
			t.Errorf("the guide does not say what to do about %q", m)
		}
	}
}

var verb = regexp.MustCompile(`%[-+#0-9.]*[a-z]`)

// messages are the texts of errors in files, with … for values. Those that only put a name before an error are left out.
func messages(t *testing.T, pattern string) []string {
	var list []string
	packages, err := filepath.Glob(pattern)
	require.NoError(t, err)
	for _, path := range packages {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		inError := false // a method that makes the text of an error
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				inError = n.Recv != nil && n.Name.Name == "Error"
			case *ast.CallExpr:
				if text, ok := errorText(n, inError); ok {
					list = append(list, text)
				}
			case *ast.ReturnStmt: // chip.Silent
				if lit, ok := first(n.Results).(*ast.BasicLit); ok && strings.HasPrefix(lit.Value, `"no chip answers`) {
					text, err := strconv.Unquote(lit.Value)
					require.NoError(t, err)
					list = append(list, text)
				}
			}
			return true
		})
	}
	return list
}

func first(list []ast.Expr) ast.Expr {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// errorText is the text of a call of errors.New or fmt.Errorf, or, in a method that makes the text of an error, of fmt.Sprintf.
func errorText(call *ast.CallExpr, inError bool) (string, bool) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "Errorf" && f.Sel.Name != "New" && !(inError && f.Sel.Name == "Sprintf") {
		return "", false
	}
	lit, ok := first(call.Args).(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return "", false
	}
	text = strings.TrimPrefix(verb.ReplaceAllString(text, "…"), "…: ")
	return text, text != "…" && !(inError && strings.HasPrefix(text, "…"))
}

// TestProgram builds the program in the guide, with the module it names, and runs it twice.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program; run without -short")
	}
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(b), "```go\n")
	require.True(t, ok)
	program, rest, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	require.NotContains(t, rest, "```go", "there is one program")
	source, err := os.ReadFile("testdata/queue.c") // of queue.wasm, by clang 22 and the guide's command
	require.NoError(t, err)
	require.Contains(t, string(b), "```c\n"+string(source)+"```\n")

	dir := t.TempDir()
	exe := buildWith(t, dir, program, "testdata/queue.wasm", "queue")
	require.Equal(t, "resumed: false steps done: 0\n", run(t, dir, exe))
	require.Equal(t, "resumed: true steps done: 1\n", run(t, dir, exe))
}

// buildWith builds a program that uses a translated module, as package example.com/name.
func buildWith(t *testing.T, dir, program, module, name string) (exe string) {
	prepare(t, dir, program, module, name, "sram")
	exe = filepath.Join(dir, "program.exe")
	run(t, dir, "go", "build", "-trimpath", "-o", exe, ".")
	return exe
}

// prepare writes a program and the module that it uses, translated for a memory.
func prepare(t *testing.T, dir, program, module, name, memory string) {
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	write(t, filepath.Join(dir, "go.mod"), "module example.com\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "go.work"), fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", root))
	write(t, filepath.Join(dir, "main.go"), program)
	wasm, err := os.ReadFile(module)
	require.NoError(t, err)
	out, err := compiler.Translate(wasm, compiler.Options{Name: name, Mem: memory, ImportPath: "example.com/" + name})
	require.NoError(t, err)
	for _, f := range out.Files {
		write(t, filepath.Join(dir, name, f.Name), string(f.Data))
	}
}

// TestCode: what the guide says of code for a microcontroller, within a fiftieth.
func TestCode(t *testing.T) {
	if os.Getenv("WASM2GO_LONG") == "" {
		t.Skip("builds Go's library for another processor; run with WASM2GO_LONG=1")
	}
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(b), "| program | code |\n")
	require.True(t, ok)
	said := regexp.MustCompile(`(?m)^\| .* \| (\d+) \|$`).FindAllStringSubmatch(table, 5)
	chip, err := os.ReadFile("testdata/chip.go.txt")
	require.NoError(t, err)
	for i, c := range []struct{ program, memory string }{
		{"package main\nfunc main() {}\n", "slice"},
		{"package main\nimport \"time\"\nfunc main() { println(time.Now().Unix()) }\n", "slice"},
		{"package main\nimport \"fmt\"\nfunc main() { fmt.Println(1) }\n", "slice"},
		{kernel, "slice"},
		{string(chip), "sram"},
	} {
		dir := t.TempDir()
		prepare(t, dir, c.program, "../testdata/kernels/tokenizer.wasm", "tokenizer", c.memory)
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", "program", ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOOS=linux", "GOARCH=arm", "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		kilobytes, err := strconv.ParseFloat(said[i][1], 64)
		require.NoError(t, err)
		require.InEpsilon(t, float64(code(t, filepath.Join(dir, "program")))/1000, kilobytes, 0.02, c.program)
	}
}

// kernel runs one with its memory in Go.
const kernel = `package main

import "example.com/tokenizer"

func main() {
	m, err := tokenizer.New()
	if err == nil {
		_, err = m.Run(100)
	}
	if err != nil {
		panic(err)
	}
}
`

// code is how many bytes of a program are only read, as size counts them.
func code(t *testing.T, path string) (n uint64) {
	f, err := elf.Open(path)
	require.NoError(t, err)
	defer f.Close()
	for _, s := range f.Sections {
		if s.Flags&elf.SHF_ALLOC != 0 && s.Flags&elf.SHF_WRITE == 0 {
			n += s.Size
		}
	}
	return n
}

// TestCommands runs the commands of the guide that need no hardware.
func TestCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command; run without -short")
	}
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	commands := regexp.MustCompile(`(?m)^    wasm2go (run .*(?:sim:|file:m).*)$`).FindAllStringSubmatch(string(b), -1)
	require.Len(t, commands, 2)
	dir := t.TempDir()
	exe := filepath.Join(dir, "wasm2go.exe")
	run(t, ".", "go", "build", "-trimpath", "-o", exe, "../cmd/wasm2go")
	wasm, err := os.ReadFile("../testdata/programs/life.wasm")
	require.NoError(t, err)
	write(t, filepath.Join(dir, "program.wasm"), string(wasm))
	for _, c := range commands {
		args := strings.Fields(c[1])
		args = append([]string{args[0], "-engine", "interp"}, args[1:]...) // which needs no build
		require.Contains(t, run(t, dir, exe, args...), "transactions")
	}
	require.Contains(t, run(t, dir, exe, "inspect", "program.wasm"), "serial SRAM")

	run(t, dir, exe, "run", "-engine", "interp", "-mem", "sram", "-sram", "sim:chip=23LC512,cache=4K,map=memory.svg", "program.wasm")
	picture, err := os.ReadFile(filepath.Join(dir, "memory.svg"))
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("memory.svg", picture, 0o666))
	}
	want, err := os.ReadFile("memory.svg")
	require.NoError(t, err)
	require.Equal(t, string(want), string(picture), "go test ./docs -update draws it again")
}

func write(t *testing.T, path, text string) {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
}

// run runs a command and returns all it printed.
func run(t *testing.T, dir, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}
