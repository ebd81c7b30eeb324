package diff

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

// A program is an entry of testdata/programs/manifest.json, as golden/programs/programs_test.go explains it.
type program struct {
	Name      string
	Args, Env []string
	Stdin     string
	Dir       string
	Files     map[string]string
	Exit      uint32
	Stderr    string
	Trap      string
}

// TestPrograms runs the sample programs on wazero. What they have to print is that of the translated programs, which golden tests.
func TestPrograms(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "programs")
	data, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	must(t, err)
	var programs []program
	must(t, json.Unmarshal(data, &programs))
	for _, p := range programs {
		t.Run(filepath.Base(p.Name), func(t *testing.T) {
			if strings.Contains(p.Name, "unstable/") {
				t.Skip("wazero has no wasi_unstable")
			}
			if name := filepath.Base(p.Name); strings.HasPrefix(name, "throws") || strings.HasPrefix(name, "jumps") {
				t.Skip("wazero refuses exceptions, unless as an experiment; golden/programs runs these")
			}
			want, err := os.ReadFile(filepath.Join(root, p.Name+".out"))
			must(t, err)
			var stdout, stderr bytes.Buffer
			err = p.run(t, root, &stdout, &stderr)
			if stdout.String() != string(want) || stderr.String() != p.Stderr {
				t.Errorf("standard output:\n%s\nstandard error:\n%s", &stdout, &stderr)
			}
			var exit *sys.ExitError
			switch {
			case errors.As(err, &exit):
				if exit.ExitCode() != p.Exit {
					t.Errorf("exit code %d, want %d", exit.ExitCode(), p.Exit)
				}
			case err == nil:
				if p.Exit != 0 || p.Trap != "" {
					t.Errorf("exit code 0, want %d %s", p.Exit, p.Trap)
				}
			case p.Trap == "" || !strings.Contains(err.Error(), p.Trap):
				t.Error(err)
			}
		})
	}
}

func (p *program) run(t *testing.T, root string, stdout, stderr *bytes.Buffer) error {
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, r)
	wasm, err := os.ReadFile(filepath.Join(root, p.Name+".wasm"))
	must(t, err)
	c := wazero.NewModuleConfig().WithArgs(append([]string{filepath.Base(p.Name)}, p.Args...)...).
		WithStdout(stdout).WithStderr(stderr).WithSysWalltime().WithSysNanotime().WithSysNanosleep()
	for _, v := range p.Env {
		key, value, _ := strings.Cut(v, "=")
		c = c.WithEnv(key, value)
	}
	if p.Stdin != "" {
		text, err := os.ReadFile(filepath.Join(root, p.Stdin))
		must(t, err)
		c = c.WithStdin(bytes.NewReader(text))
	}
	if p.Dir != "" {
		dir := t.TempDir()
		for name, text := range p.Files {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
		}
		c = c.WithFSConfig(wazero.NewFSConfig().WithDirMount(dir, p.Dir))
	}
	_, err = r.InstantiateWithConfig(ctx, wasm, c)
	return err
}
