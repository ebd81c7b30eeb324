package golden

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/wasm2go/wasm2go/golden/spec"
)

// A specTable sums up results by folder, and the reasons for skipping.
type specTable struct {
	mu      sync.Mutex
	folders map[string]map[spec.Status]int
	reasons map[string]int
}

// knownGap is the status of what failed and is in specGaps.
const knownGap spec.Status = "known gap"

func newSpecTable() *specTable {
	return &specTable{folders: map[string]map[spec.Status]int{}, reasons: map[string]int{}}
}

// add counts the results of the script with that name.
func (t *specTable) add(script string, results []spec.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	folder := path.Dir(script)
	if t.folders[folder] == nil {
		t.folders[folder] = map[spec.Status]int{}
	}
	for _, r := range results {
		status := r.Status
		if _, ok := findGap(script, r.Line); ok && status == spec.Failed {
			status = knownGap
		}
		t.folders[folder][status]++
		if r.Status == spec.Skipped {
			t.reasons[folder+": "+r.Reason]++
		}
	}
}

// String is the table, then the reasons.
func (t *specTable) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "folder\tpassed\tfailed\tknown gaps\tskipped\t")
	total := map[spec.Status]int{}
	row := func(name string, n map[spec.Status]int) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t\n", name, n[spec.Passed], n[spec.Failed], n[knownGap], n[spec.Skipped])
	}
	for _, folder := range slices.Sorted(maps.Keys(t.folders)) {
		row(folder, t.folders[folder])
		for status, n := range t.folders[folder] {
			total[status] += n
		}
	}
	row("all", total)
	w.Flush()

	reasons := slices.SortedFunc(maps.Keys(t.reasons), func(a, b string) int {
		return cmp.Or(t.reasons[b]-t.reasons[a], strings.Compare(a, b))
	})
	for _, reason := range reasons {
		fmt.Fprintf(&b, "%7d skipped, %s\n", t.reasons[reason], reason)
	}
	return b.String()
}
