package persist_test

import (
	"context"
	_ "embed"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/driver"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
	"github.com/wasm2go/wasm2go/rt"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// The module, see queue.wat (wat2wasm --debug-names queue.wat).
//
//go:embed testdata/queue.wasm
var queueFile []byte

const (
	steps = 12 // of the queue in all
	every = 3  // steps a checkpoint
)

// A queue is an instance of the module on a chip.
type queue struct {
	store    *persist.Store
	array    *sram.Array
	instance *interp.Instance
	step     *interp.Function
	kept     int // steps at the last checkpoint
}

func compile(t testing.TB) *interp.Module {
	m, err := interp.Compile(queueFile, interp.Options{
		Name: "queue",
		Mem:  interp.Backend{New: func(t mem.Type, core *abi.Core) (mem.Memory, error) { return sram.New(t, core) }},
	})
	require.NoError(t, err)
	return m
}

// openQueue makes the instance anew, or that of the last checkpoint, on a chip whose power is on.
func openQueue(m *interp.Module, bus *sim.Bus, chip string) (*queue, error) {
	d, err := driver.NewSPI(bus.Port(0), &driver.Opts{Chip: chip})
	if err != nil {
		return nil, err
	}
	q := &queue{}
	if q.store, err = persist.Open(d, persist.Opts{}); err != nil {
		return nil, err
	}
	if q.array, err = sram.NewArray(sram.ArrayOpts{Cache: 256, Line: 64, Retries: sram.NoRetries}, q.store); err != nil {
		return nil, err
	}
	if q.instance, err = m.Instantiate(context.Background(), nil, sram.On(q.array), q.store.Keep()); err != nil {
		return nil, err
	}
	q.kept = q.done()
	q.step, err = q.instance.Func("step")
	return q, err
}

// run makes the steps that are left, with a checkpoint after every third.
func (q *queue) run() error {
	for i := q.done(); i < steps; i++ {
		s := []uint64{uint64(i * i)}
		if err := q.step.CallSlots(context.Background(), s); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		if (i+1)%every == 0 {
			if err := q.store.Checkpoint(); err != nil {
				return err
			}
			q.kept = i + 1
		}
	}
	return nil
}

// digest is that of the queue as it is.
func (q *queue) digest(t testing.TB) uint64 {
	f, err := q.instance.Func("digest")
	require.NoError(t, err)
	s := []uint64{0}
	require.NoError(t, f.CallSlots(context.Background(), s))
	return s[0]
}

// digests are those after each number of steps, without a power cut.
func digests(t testing.TB, m *interp.Module, chip string) []uint64 {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: chip})
	require.NoError(t, err)
	q, err := openQueue(m, bus, chip)
	require.NoError(t, err)
	list := []uint64{q.digest(t)}
	for i := range steps {
		s := []uint64{uint64(i * i)}
		require.NoError(t, q.step.CallSlots(context.Background(), s))
		list = append(list, s[0])
	}
	return list
}

// done is how many steps the queue has made.
func (q *queue) done() int {
	v, _ := q.instance.Export("done")
	return int(v.(*rt.Global).Get().(int32))
}

// TestCutAnywhere cuts the power at each transaction of a run with checkpoints, after different bytes of it, and once more soon after it
// is back, when the journal is copied back. The queue goes on from the last complete checkpoint, and ends as if nothing had been.
func TestCutAnywhere(t *testing.T) {
	m := compile(t)
	for _, chip := range []string{"MB85RS4MT", "MR25H40"} {
		t.Run(chip, func(t *testing.T) {
			want := digests(t, m, chip)
			cuts, resumed := 0, map[int]int{}
			for bytes := 0; bytes < 160; bytes += 13 { // an entry of the journal takes 149 on the bus
				for at := 1; ; at++ {
					bus, err := sim.New(sim.Opts{}, sim.Chip{Name: chip, Seed: uint64(at)})
					require.NoError(t, err)
					ok, kept := cut(m, bus, chip, at, bytes)
					if !ok {
						break
					}
					cuts++
					_, again := cut(m, bus, chip, 1+at%32, bytes)
					q, err := openQueue(m, bus, chip)
					require.NoError(t, err, "cut in transaction %d after %d bytes", at, bytes)
					first := q.done()
					resumed[first]++
					require.Equal(t, first > 0, q.store.Resumed())
					require.GreaterOrEqual(t, first, max(kept, again), "a checkpoint is lost by a cut in transaction %d after %d bytes", at, bytes)
					require.Equal(t, want[first], q.digest(t), "cut in transaction %d after %d bytes", at, bytes)
					require.NoError(t, q.run())
					require.Equal(t, want[steps], q.digest(t), "cut in transaction %d after %d bytes, resumed at step %d", at, bytes, first)
				}
			}
			t.Logf("%d cuts; how many came back to which step: %v", cuts, resumed)
			for first := 0; first <= steps; first += every {
				require.NotZero(t, resumed[first], "no cut came back to step %d", first)
				delete(resumed, first)
			}
			require.Empty(t, resumed, "steps without a checkpoint")
		})
	}
}

// cut runs until the power goes, in the transaction of that number after so many bytes, and switches it on again. It tells whether the
// power went, and how many steps the last checkpoint was after that was complete.
func cut(m *interp.Module, bus *sim.Bus, chip string, at, bytes int) (ok bool, kept int) {
	last := bus.Counters().Transactions + uint64(at)
	bus.Inject(sim.Fault{At: at, After: bytes, PowerCut: true})
	q, err := openQueue(m, bus, chip)
	if err == nil {
		err = q.run()
		kept = q.kept
	}
	for bus.Counters().Transactions < last {
		openQueue(m, bus, chip) // the cut is to come now, not in the next run
	}
	bus.PowerOn()
	return err != nil, kept
}
