package file_test

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/periph"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// The module, see random.wat.
//
//go:embed testdata/random.wasm
var randomFile []byte

const (
	killedVariable = "FILE_TEST_KILLED" // makes this test binary the process that is killed
	killsVariable  = "WASM2GO_KILLS"    // how many are, on each device
)

// An instance is one of the module, which is kept.
type instance struct {
	*interp.Instance
	store *persist.Store
	array *sram.Array
}

// openInstance makes the instance anew, or that of the last checkpoint, on what the spec says. With "unsynced " in front checkpoints do
// not wait for the disk.
func openInstance(text string) (*instance, error) {
	text, unsynced := strings.CutPrefix(text, "unsynced ")
	s, err := spec.Parse(text)
	if err != nil {
		return nil, err
	}
	i := &instance{}
	s.Wrap = func(d sram.Device) (_ sram.Device, err error) {
		if unsynced {
			d = struct{ sram.Device }{d}
		}
		i.store, err = persist.Open(d, persist.Opts{})
		return i.store, err
	}
	if i.array, err = periph.OpenSpec(s); err != nil {
		return nil, err
	}
	module, err := interp.Compile(randomFile, interp.Options{Name: "random", Mem: interp.Backend{
		New: func(t mem.Type, core *abi.Core) (mem.Memory, error) { return sram.New(t, core) },
	}})
	if err != nil {
		return nil, err
	}
	i.Instance, err = module.Instantiate(context.Background(), nil, sram.On(i.array), i.store.Keep())
	return i, err
}

// steps is how many the instance has made.
func steps(i *interp.Instance) int {
	v, _ := i.Export("steps")
	return int(v.(*rt.Global).Get().(int32))
}

// stepAndKeep makes steps and checkpoints until it is killed, and says what it is about to keep, and what is kept.
func stepAndKeep(text string) error {
	i, err := openInstance(text)
	if err != nil {
		return err
	}
	step, err := i.Func("step")
	if err != nil {
		return err
	}
	fmt.Println("opened", steps(i.Instance))
	for n := steps(i.Instance) + 1; ; n++ {
		if err := step.CallSlots(context.Background(), nil); err != nil {
			return err
		}
		if n%5 > 1 {
			continue
		}
		fmt.Println("keeping", n)
		if err := i.store.Checkpoint(); err != nil {
			return err
		}
		fmt.Println("kept", n)
	}
}

// TestKilled kills a process that makes checkpoints, again and again, in all it does. The next one goes on from the last checkpoint that was
// complete, with the memory that a process has which was not killed.
func TestKilled(t *testing.T) {
	kills := 20
	if text := os.Getenv(killsVariable); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	for name, keys := range map[string]string{
		"file":     "file:%s,size=2M,cache=32K",
		"line":     "file:%s,size=2M,cache=4K,line=64",
		"unsynced": "unsynced file:%s,size=2M,cache=32K",
		"sim":      "sim:chip=MB85RS4MT,cache=4K,file=%s",
	} {
		t.Run(name, func(t *testing.T) {
			v := &victims{t: t, random: rand.New(rand.NewPCG(1, uint64(kills)))}
			for n := range kills {
				if n%50 == 0 { // begin anew
					v.text = fmt.Sprintf(keys, filepath.Join(t.TempDir(), "memory"))
					v.model, v.kept, v.keeping = newModel(t), 0, 0
				}
				v.kill()
			}
			t.Logf("%d killed, %d of them opening, %d in a checkpoint, of which %d were complete; %d checkpoints", kills, v.opening, v.within, v.untold, v.checkpoints)
			require.Greater(t, v.checkpoints, kills/2)
		})
	}
}

// victims are the processes that are killed one after the other.
type victims struct {
	t      *testing.T
	random *rand.Rand
	text   string // the spec
	model  *interp.Instance

	kept, keeping       int // steps of the last checkpoint that is complete, and of the one that may be
	opening, within     int // processes that were killed as they opened the file, and in a checkpoint
	checkpoints, untold int
}

// kill starts a process, kills it at a random moment and looks at what it leaves.
func (v *victims) kill() {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killedVariable+"="+v.text)
	out, err := cmd.StdoutPipe()
	require.NoError(v.t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin(v.t, cmd)
	lines := bufio.NewScanner(out)
	opened := false
	moments := []int{20_000, 300, 300, 5_000, 50_000} // microseconds: a checkpoint takes 300 in RAM, and 50,000 where syncing is slow
	at := v.random.IntN(len(moments))
	if at > 0 { // else as it opens the file
		for range v.random.IntN(40) {
			opened = v.hear(lines)
		}
	}
	time.Sleep(time.Duration(v.random.IntN(moments[at])) * time.Microsecond)
	require.NoError(v.t, cmd.Process.Kill())
	for v.hear(lines) {
		opened = true
	}
	cmd.Wait()
	require.Empty(v.t, stderr.String())
	switch {
	case !opened:
		v.opening++
	case v.keeping > v.kept:
		v.within++
	}
	if v.random.IntN(3) > 0 { // else the next one will be the first to open it
		v.look()
	}
}

// hear takes note of a line from the process.
func (v *victims) hear(lines *bufio.Scanner) bool {
	if !lines.Scan() {
		return false
	}
	var verb string
	var n int
	_, err := fmt.Sscan(lines.Text(), &verb, &n)
	require.NoError(v.t, err, lines.Text())
	switch verb {
	case "opened":
		v.found(n)
	case "keeping":
		v.keeping = n
	case "kept":
		require.Equal(v.t, v.keeping, n)
		v.kept = n
		v.checkpoints++
	}
	return true
}

// found checks that an instance goes on from the last checkpoint, or from the one that was being made.
func (v *victims) found(steps int) {
	if steps != v.kept {
		require.Equal(v.t, v.keeping, steps, "the last checkpoint is of %d steps", v.kept)
		v.untold++
	}
	v.kept, v.keeping = steps, steps
}

// look opens the instance, and compares it with one that was never killed.
func (v *victims) look() {
	i, err := openInstance(v.text)
	require.NoError(v.t, err)
	n := steps(i.Instance)
	v.found(n)
	for steps(v.model) < n {
		step(v.t, v.model)
	}
	require.True(v.t, bytes.Equal(content(v.t, v.model), content(v.t, i.Instance)), "memory is not that after %d steps", n)
	want, _ := v.model.Export("random")
	got, _ := i.Export("random")
	require.Equal(v.t, want.(*rt.Global).Get(), got.(*rt.Global).Get())
	require.NoError(v.t, i.array.Halt())
}

// newModel is an instance that is never killed.
func newModel(t *testing.T) *interp.Instance {
	module, err := interp.Compile(randomFile, interp.Options{Name: "random", Mem: interp.Slice})
	require.NoError(t, err)
	i, err := module.Instantiate(context.Background(), nil)
	require.NoError(t, err)
	return i
}

func step(t *testing.T, i *interp.Instance) {
	f, err := i.Func("step")
	require.NoError(t, err)
	require.NoError(t, f.CallSlots(context.Background(), nil))
}

// content is the memory of an instance.
func content(t *testing.T, i *interp.Instance) []byte {
	v, _ := i.Export("memory")
	m := v.(mem.Memory)
	b := make([]byte, m.Size())
	require.NoError(t, m.ReadAt(b, 0))
	return b
}
