package emit

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

const (
	// maxLiteral is how many bytes of data segments stand in the source; more
	// go to a file beside it.
	maxLiteral = 4 << 10

	// minTable is from how many active segments in a row on a table describes
	// them instead of a statement for each.
	minTable = 8

	// literalLine is how many bytes of data a line of source shows.
	literalLine = 32
)

// layOutData puts the data segments that are needed one after the other.
func (f *frame) layOutData() {
	for i, d := range f.mod.Datas {
		f.places = append(f.places, len(f.data))
		if d.Mode == wasm.Active || f.datas[i] {
			f.data = append(f.data, d.Init...)
		}
	}
}

// embeds tells whether the data goes to a file of its own.
func (f *frame) embeds() bool { return len(f.data) >= maxLiteral && !f.Options.Single }

// dataSlice is the Go expression for data segment i.
func (f *frame) dataSlice(i int) string {
	n := len(f.mod.Datas[i].Init)
	if n == 0 {
		return `""`
	}
	return fmt.Sprintf("%s[%d:%d]", f.names.Private("data"), f.places[i], f.places[i]+n)
}

// planData fills memories from active segments, and keeps passive ones that
// are used.
func (f *frame) planData() error {
	for i := 0; i < len(f.mod.Datas); i++ {
		d := &f.mod.Datas[i]
		if d.Mode != wasm.Active {
			if f.datas[i] {
				f.values = append(f.values, []string{names.Data(uint32(i)) + " = " + f.dataSlice(i)})
			}
			continue
		}
		if n := f.tableLen(i); n >= minTable {
			f.dataTable(i, n)
			i += n - 1
			continue
		}
		at, err := f.constant(d.Start)
		if err != nil {
			return err
		}
		f.start = append(f.start, f.takeSpilled()...)
		f.start = append(f.start, initCall(names.Memory(d.Memory), at.address(f.mod.Memories[d.Memory].Is64), f.dataSlice(i), len(d.Init)))
	}
	return nil
}

// tableLen is how many active segments from i on go to known addresses of the
// same memory.
func (f *frame) tableLen(i int) int {
	n := 0
	for _, d := range f.mod.Datas[i:] {
		if d.Mode != wasm.Active || d.Memory != f.mod.Datas[i].Memory {
			break
		}
		if at, err := f.constant(d.Start); err != nil || !at.known {
			break
		}
		n++
	}
	return n
}

// dataTable applies the n segments from i on in a loop over a table.
func (f *frame) dataTable(i, n int) {
	table, data := f.names.Private(fmt.Sprintf("segments%d", i)), f.names.Private("data")
	b := &f.segments
	fmt.Fprintf(b, "\n// %s are active data segments: the address in memory, and where in %s they stand.\n", table, data)
	fmt.Fprintf(b, "var %s = [...]struct{ addr, from, to uint64 }{\n", table)
	for j := i; j < i+n; j++ {
		at, _ := f.constant(f.mod.Datas[j].Start) // tableLen has seen it
		fmt.Fprintf(b, "\t{%d, %d, %d},\n", at.bits, f.places[j], f.places[j]+len(f.mod.Datas[j].Init))
	}
	fmt.Fprintf(b, "}\n")
	f.start = append(f.start, fmt.Sprintf("for _, s := range %s[:] {\n\t\t%s.Init(s.addr, %s[s.from:s.to], 0, s.to-s.from)\n\t}",
		table, names.Memory(f.mod.Datas[i].Memory), data))
}

// declareData writes the declaration of the data.
func (f *frame) declareData() {
	f.text.Write(f.segments.Bytes())
	name := f.names.Private("data")
	switch {
	case len(f.data) == 0:
	case f.embeds():
		f.printf("\n// %s holds the data segments, one after the other.\n//\n//go:embed %s\nvar %s string\n", name, f.dataFile(), name)
	default:
		f.printf("\n// %s holds the data segments, one after the other.\nconst %s = %s\n", name, name, literalData(f.data))
	}
}

// literalData is a Go string constant of some lines, or of a single one where
// the data is large: compilers do not like thousands of them.
func literalData(data []byte) string {
	if len(data) > maxLiteral || lineLen(data) == len(data) {
		return gotext.Quote(string(data))
	}
	var b strings.Builder
	b.WriteString(`""`)
	for len(data) > 0 {
		n := min(lineLen(data), len(data))
		b.WriteString(" +\n\t")
		b.WriteString(gotext.Quote(string(data[:n])))
		data = data[n:]
	}
	return b.String()
}

// lineLen is how much of data goes to a line: text as far as its line goes,
// but not much more than literalLine bytes, and no UTF-8 sequence is cut.
func lineLen(data []byte) int {
	for i, c := range data {
		switch {
		case c == '\n' && i > 0:
			return i + 1
		case i >= literalLine && c < 0x80 && c != '\n', i >= 2*literalLine:
			return i
		}
	}
	return len(data)
}
