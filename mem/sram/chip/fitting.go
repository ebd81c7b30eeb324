package chip

import (
	"fmt"
	"strings"
)

// A Fit is the chips of a family that have so many bytes as a memory needs, alone or several together.
type Fit struct {
	Family Family
	Chips  string // as "23LC1024, 23A1024; 2 of 23LC512"
}

// mostTogether is how many chips are named together at most.
const mostTogether = 4

// Fitting lists what has need bytes, family by family. Of chips that lose their content without power canary bytes each do not count.
func Fitting(need, canary uint64) []Fit {
	var fits []Fit
	for _, f := range []Family{SerialSRAM, PSRAM, FRAM} {
		fits = append(fits, Fit{f, fitting(f, need, canary)})
	}
	return fits
}

// String is the fit as a row of a table.
func (f Fit) String() string { return fmt.Sprintf("%-11s %s", f.Family, f.Chips) }

// fitting lists the chips of a family, those first of which the fewest are needed.
func fitting(f Family, need, canary uint64) string {
	byCount := make([][]string, mostTogether+1)
	total := 0
	for _, c := range Table() {
		if c.Family != f {
			continue
		}
		total++
		size := c.Size
		if !c.NonVolatile() {
			size -= canary
		}
		if n := together(size, need); n <= mostTogether {
			byCount[n] = append(byCount[n], c.Name)
		}
	}
	if len(byCount[1]) == total {
		return "any"
	}
	var groups []string
	for n, names := range byCount {
		switch {
		case len(names) == 0:
		case n == 1:
			groups = append(groups, strings.Join(names, ", "))
		default:
			groups = append(groups, fmt.Sprintf("%d of %s", n, strings.Join(names, ", ")))
		}
	}
	if len(groups) == 0 {
		return fmt.Sprintf("none, nor %d together", mostTogether)
	}
	return strings.Join(groups, "; ")
}

// together is how many chips of a size have need bytes.
func together(size, need uint64) uint64 {
	n := need / size
	if need%size > 0 {
		n++
	}
	return max(1, n)
}

// NotOnBoard lists the part numbers that have so many bytes, alone or several together, and that a board of 3.3 V cannot have, by their
// supply: "1.7 to 2.2 V: 23A512, 23A1024".
func NotOnBoard(need uint64) string {
	var order []string
	parts := map[string][]string{}
	for _, c := range Table() {
		if together(c.Size, need) > mostTogether {
			continue
		}
		for _, s := range c.NotAt(BoardVolts) {
			part := c.Name + s.Part
			s.Part = ""
			if parts[s.String()] == nil {
				order = append(order, s.String())
			}
			parts[s.String()] = append(parts[s.String()], part)
		}
	}
	for i, supply := range order {
		order[i] = supply + ": " + strings.Join(parts[supply], ", ")
	}
	return strings.Join(order, "; ")
}
