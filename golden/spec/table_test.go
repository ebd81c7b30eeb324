package spec_test

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/golden/spec"
)

// A table sums up results by folder, and the reasons for skipping.
type table struct {
	mu      sync.Mutex
	folders map[string]map[spec.Status]int
	skipped map[skip]int
}

// A skip is why commands of a folder end without a verdict.
type skip struct{ folder, reason string }

// knownGap is the status of what failed and is in gaps.
const knownGap spec.Status = "known gap"

func newTable() *table {
	return &table{folders: map[string]map[spec.Status]int{}, skipped: map[skip]int{}}
}

// add counts the results of a script.
func (t *table) add(script string, results []spec.Result) {
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
			t.skipped[skip{folder, r.Reason}]++
		}
	}
}

// commands is how many commands of a folder ran.
func (t *table) commands(folder string) (n int) {
	for _, m := range t.folders[folder] {
		n += m
	}
	return n
}

// compare tells where the counts differ from what is pinned: one command more that is skipped is a loss, one less a gain that the pin must
// tell.
func (t *table) compare(pins []pin) (differences []string) {
	differ := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	pinned := map[skip]bool{}
	for _, p := range pins {
		if got := t.commands(p.folder); got != p.commands {
			differ("%s: %d commands, pinned are %d", p.folder, got, p.commands)
		}
		for reason, want := range p.skipped() {
			s := skip{p.folder, reason}
			pinned[s] = true
			switch got := t.skipped[s]; {
			case got > want:
				differ("%s: %d commands are skipped, %d more than pinned: %s", p.folder, got, got-want, reason)
			case got < want:
				differ("%s: %d commands are skipped, %d less than pinned, so lower the pin: %s", p.folder, got, want-got, reason)
			}
		}
	}
	for s, n := range t.skipped {
		if !pinned[s] {
			differ("%s: %d commands are skipped for a reason that is not pinned: %s", s.folder, n, s.reason)
		}
	}
	for folder := range t.folders {
		if !slices.ContainsFunc(pins, func(p pin) bool { return p.folder == folder }) {
			differ("%s: no pin for this folder", folder)
		}
	}
	slices.Sort(differences)
	return differences
}

// String is the table, then the reasons.
func (t *table) String() string {
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
	reasons := slices.SortedFunc(maps.Keys(t.skipped), func(a, b skip) int {
		return cmp.Or(t.skipped[b]-t.skipped[a], strings.Compare(a.folder+a.reason, b.folder+b.reason))
	})
	for _, s := range reasons {
		fmt.Fprintf(&b, "%7d skipped, %s: %s\n", t.skipped[s], s.folder, s.reason)
	}
	return b.String()
}

// TestCompare: it tells one skipped command more, and one less, a lost command, and a reason or a folder without a pin.
func TestCompare(t *testing.T) {
	pins := []pin{{folder: "core", commands: 3, text: 1}}
	results := func(status ...spec.Status) (list []spec.Result) {
		for _, s := range status {
			list = append(list, spec.Result{Status: s, Reason: "the text format is not parsed"})
		}
		return list
	}
	compare := func(script string, list []spec.Result) []string {
		counts := newTable()
		counts.add(script, list)
		return counts.compare(pins)
	}
	require.Empty(t, compare("core/a", results(spec.Passed, spec.Skipped, spec.Passed)))
	require.Equal(t, []string{"core: 2 commands are skipped, 1 more than pinned: the text format is not parsed"},
		compare("core/a", results(spec.Passed, spec.Skipped, spec.Skipped)))
	require.Equal(t, []string{"core: 0 commands are skipped, 1 less than pinned, so lower the pin: the text format is not parsed"},
		compare("core/a", results(spec.Passed, spec.Passed, spec.Passed)))
	require.Equal(t, []string{"core: 2 commands, pinned are 3"}, compare("core/a", results(spec.Passed, spec.Skipped)))
	require.Contains(t, compare("core/a", []spec.Result{{Status: spec.Skipped, Reason: "tired"}}),
		"core: 1 commands are skipped for a reason that is not pinned: tired")
	require.Contains(t, compare("new/a", results(spec.Passed)), "new: no pin for this folder")
}
