package docs

import (
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

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
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
	for name, table := range map[string]func(*testing.T) string{"chips": chips, "cache": cache, "footprint": footprint, "keys": keys} {
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
	b.WriteString("| family | size | chips | clock up to | keeps its content |\n|---|--:|---|--:|---|\n")
	rows, names := []string{}, map[string][]string{}
	for _, c := range chip.Table() {
		kept := "no"
		if c.NonVolatile() {
			kept = "yes"
		}
		size := fmt.Sprintf("%d KiB", c.Size>>10)
		if c.Size >= 1<<20 {
			size = fmt.Sprintf("%d MiB", c.Size>>20)
		}
		row := fmt.Sprintf("| %s | %s | %%s | %v | %s |\n", family(&c), size, c.MaxClock, kept)
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
	b.WriteString("| `cache` | all, for a memory of 128 KiB | all, for a memory of 8 MiB |\n|---|--:|--:|\n")
	for _, size := range []uint64{1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20} {
		fmt.Fprintf(&b, "| %dK |", size>>10)
		for _, memory := range []uint64{128 << 10, 8 << 20} {
			cached, tables := sram.ArrayOpts{Cache: size, Line: 64}.Footprint(mem.Type{Min: memory / mem.Page}, memory)
			if size > memory {
				b.WriteString(" |") // nobody wants that
				continue
			}
			fmt.Fprintf(&b, " %d |", cached+tables)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// keys are those of the spec string, from the comment on spec.Spec.
func keys(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| key | meaning |\n|---|---|\n| `sim:` | in front of all others: the chips are emulated |\n")
	described := []string{}
	for _, m := range regexp.MustCompile(`(?m)^\t([a-z]+)(=\S+)? +(\S.*)$`).FindAllStringSubmatch(specComment(t), -1) {
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

// TestSpecs: the spec strings in the guide are good ones.
func TestSpecs(t *testing.T) {
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	specs := regexp.MustCompile(`(?m)(?:^    |-sram |Parse\(")((?:sim:)?chip=[^\s"]+)`).FindAllStringSubmatch(string(b), -1)
	require.Len(t, specs, 8)
	for _, m := range specs {
		s, err := spec.Parse(m[1])
		require.NoError(t, err)
		require.Equal(t, m[1], s.String())
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
	for _, dir := range []string{"", "chip", "serialram", "psram", "fram", "periph", "persist"} {
		for _, m := range messages(t, filepath.Join("../mem/sram", dir)) {
			all[m] = true
			if dir != "" && dir != "persist" {
				must[m] = true
			}
		}
	}
	for _, m := range messages(t, "../mem") {
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

// messages are the texts of errors in a package, with … for values. Those that only put a name before an error are left out.
func messages(t *testing.T, dir string) []string {
	var list []string
	packages, err := filepath.Glob(filepath.Join(dir, "*.go"))
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

	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	write(t, filepath.Join(dir, "go.mod"), "module example.com\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "go.work"), fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", root))
	write(t, filepath.Join(dir, "main.go"), program)
	wasm, err := os.ReadFile("../mem/sram/persist/testdata/queue.wasm")
	require.NoError(t, err)
	out, err := compiler.Translate(wasm, compiler.Options{Name: "queue", Mem: "sram", ImportPath: "example.com/queue"})
	require.NoError(t, err)
	for _, f := range out.Files {
		write(t, filepath.Join(dir, "queue", f.Name), string(f.Data))
	}
	exe := filepath.Join(dir, "program.exe")
	run(t, dir, "go", "build", "-trimpath", "-o", exe, ".")
	require.Equal(t, "resumed: false steps done: 0\n", run(t, dir, exe))
	require.Equal(t, "resumed: true steps done: 1\n", run(t, dir, exe))
}

// TestCommands runs the commands of the guide that need no hardware.
func TestCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command; run without -short")
	}
	b, err := os.ReadFile(guide)
	require.NoError(t, err)
	commands := regexp.MustCompile(`(?m)^    wasm2go (run .*sim:.*)$`).FindAllStringSubmatch(string(b), -1)
	require.Len(t, commands, 1)
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
