package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAssemblyFiles: files with assembly belong to an output as its Go files do, and what they call is copied with the runtime.
func TestAssemblyFiles(t *testing.T) {
	file, err := os.ReadFile("../../compiler/testdata/assembly/assembly.wasm")
	require.NoError(t, err)
	inTemp(t, map[string]string{"v.wasm": string(file)})
	all := []string{"v.go", "v_amd64.s", "v_arm64.s", "v_asm.go", "v_noasm.go"}
	mustTool(t, "v.wasm")
	require.Equal(t, all, tree(t, "v"))
	mustTool(t, "v.wasm", "-check")

	path := filepath.Join("v", "v_amd64.s")
	text := read(t, "v/v_amd64.s")
	require.NoError(t, os.WriteFile(path, []byte(text+"\n"), 0o666))
	code, stdout, _ := tool("v.wasm", "-check")
	require.Equal(t, 1, code)
	require.Equal(t, "differs "+path+"\n", stdout)
	code, stdout, _ = tool("v.wasm", "-mem", "sram", "-check")
	require.Equal(t, 1, code)
	for _, name := range all[1:] {
		require.Contains(t, stdout, "stale "+filepath.Join("v", name)+"\n")
	}
	mustTool(t, "v.wasm", "-mem", "sram")
	require.Equal(t, []string{"v.go"}, tree(t, "v"))

	require.NoError(t, os.WriteFile(path, []byte("// mine\n"), 0o666))
	code, _, stderr := tool("v.wasm")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, path+" exists and was not written by wasm2go")
	require.Equal(t, []string{"v.go", "v_amd64.s"}, tree(t, "v"))
	require.NoError(t, os.Remove(path))

	mustTool(t, "v.wasm", "-standalone")
	require.Subset(t, tree(t, "v"), append(all, "rt/abi/cpu/cpu.go", "rt/abi/cpu/vectors_amd64.s"))
	if !testing.Short() {
		cmd := exec.Command("go", "vet", "./...")
		cmd.Dir = "v"
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=readonly -trimpath", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}
