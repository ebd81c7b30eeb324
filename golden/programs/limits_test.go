package programs

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/golden/scale"
	"github.com/wasm2go/wasm2go/golden/workspace"
)

// TestLimits: translated code ends by the trap, or the exception, that the interpreter ends by, where a module asks for more than there can be.
func TestLimits(t *testing.T) {
	w := workspace.New(t, "programs")
	var packages, want []string
	for _, l := range scale.Limits(1) {
		if l.Trap == "" || len(l.Wasm) > 1000 {
			continue
		}
		name := fmt.Sprintf("limit%d", len(packages))
		require.NoError(t, w.Translate(t, l.Wasm, compiler.Options{Name: name, Package: name, PackageGiven: true}))
		packages, want = append(packages, name), append(want, l.Trap)
	}
	w.WriteTemplate(t, "use/main.go", "limits/main.go.txt", packages)
	w.Build(t)
	r := execute(t, exec.Command(w.Exe(t, "use")), time.Minute)
	require.Zero(t, r.code, r.stderr)
	got := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	require.Len(t, got, len(want))
	for i := range want {
		require.Contains(t, got[i], want[i])
	}
}
