package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/fram"
	"github.com/wasm2go/wasm2go/mem/sram/persist"
	"github.com/wasm2go/wasm2go/mem/sram/sim"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func TestSummary(t *testing.T) {
	chips := "sim:chip=MB85RS256B,file=" + filepath.Join(t.TempDir(), "content.bin")
	log, err := OpenLog(chips)
	if err != nil {
		t.Fatal(err)
	}
	check(t, log, "no samples")
	for i, v := range []int32{41500, 39000, 45000} {
		if err := log.Add(noon.Add(time.Duration(i)*time.Minute), v); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}

	log, err = OpenLog(chips)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	check(t, log, "3 samples since 2026-06-01 12:00:00, least 39.0, mean 41.8, most 45.0")
}

func check(t *testing.T, log *Log, want string) {
	t.Helper()
	if got, err := log.Summary(); got != want || err != nil {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// The power goes at each transaction on the bus that there is as a sample is added. Whenever that is, the log has all samples of before, and
// the new one or not; and once Add has returned, it has.
func TestPowerCuts(t *testing.T) {
	bus, err := sim.New(sim.Opts{}, sim.Chip{Name: "MB85RS256B"})
	if err != nil {
		t.Fatal(err)
	}
	var count uint32
	for cut := 1; ; cut++ {
		log := openOn(t, bus)
		if count, err = log.Count(); err != nil {
			t.Fatal(err)
		}
		bus.Inject(sim.Fault{Kind: sim.Fail, At: cut, After: 7, PowerCut: true})
		added := log.Add(noon, 40000)
		bus.Mend()
		bus.PowerOn()

		after, err := openOn(t, bus).Count()
		if err != nil {
			t.Fatal(err)
		}
		if after != count+1 && (added == nil || after != count) {
			t.Fatalf("cut at transaction %d: %d samples, there were %d; Add returned %v", cut, after, count, added)
		}
		if added == nil { // it took fewer transactions
			t.Logf("%d cuts", cut-1)
			return
		}
	}
}

// openOn opens the log on an emulated chip, as a program does that starts.
func openOn(t *testing.T, bus *sim.Bus) *Log {
	t.Helper()
	chip, err := fram.NewSPI(bus.Port(0), &fram.Opts{Chip: "MB85RS256B"})
	if err != nil {
		t.Fatal(err)
	}
	store, err := persist.Open(chip, persist.Opts{})
	if err != nil {
		t.Fatal(err)
	}
	array, err := sram.NewArray(sram.ArrayOpts{Cache: 1024}, store)
	if err != nil {
		t.Fatal(err)
	}
	log, err := newLog(array, store)
	if err != nil {
		t.Fatal(err)
	}
	return log
}
