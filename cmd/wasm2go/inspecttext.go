package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// text is the report for people: what the module is, at a glance; then how it uses memory; then lists.
func (f *inspection) text() string {
	var b strings.Builder
	row := func(title, format string, args ...any) {
		line(&b, "%-11s "+format, append([]any{title}, args...)...)
	}
	row("module", "%s, %s", f.File, count(f.Bytes, "byte"))
	if f.Name != "" {
		row("name", "%q", f.Name)
	}
	row("kind", "%s", f.kindText())
	if len(f.Producers) > 0 {
		row("built by", "%s", f.producersText())
	}
	row("needs", "%s", cmp.Or(f.needs(), "nothing of its host"))
	if f.Build != nil {
		row("translates", "yes; go build takes %s", cost{f.Build.CPUSeconds, float64(f.Build.MemoryBytes)})
	} else {
		row("translates", "no: %s", f.Refused)
	}
	row("functions", "%d defined with %s of code, %d imported", f.Functions.Defined, count(f.Functions.CodeBytes, "byte"), f.Functions.Imported)
	if f.Types != nil {
		row("types", "%s", f.Types.text())
	}
	if f.Tags != nil {
		row("tags", "%d defined, %d imported", f.Tags.Defined, f.Tags.Imported)
	}
	row("proposals", "%s", cmp.Or(strings.Join(f.Proposals, ", "), "none"))
	for i := range f.Memories {
		row(fmt.Sprintf("memory %d", i), "%s", f.Memories[i].text())
		if i == 0 {
			for _, text := range f.layoutTable() {
				row("", "%s", text)
			}
		}
	}
	for i, text := range f.Chips {
		if i == 0 {
			row("-mem sram", "%s", text)
		} else {
			row("", "%s", text)
		}
	}
	section(&b, "imports", externTable(f.Imports, true))
	section(&b, "exports", externTable(f.Exports, false))
	section(&b, "largest functions, bytes of code", f.largestTable())
	return b.String()
}

func (f *inspection) kindText() string {
	switch f.Kind {
	case kindCommand:
		return "WASI command: wasm2go run starts it"
	case kindReactor:
		return "library with an _initialize, to be called before anything else"
	case kindSide:
		return "side module: a program that has it loads it at run time"
	}
	return "library"
}

// producersText is like "clang 19.1.5, C11".
func (f *inspection) producersText() string {
	var list []string
	for _, p := range f.Producers {
		list = append(list, strings.TrimSpace(p.Name+" "+p.Version))
	}
	return strings.Join(list, ", ")
}

// needs counts the imports by module.
func (f *inspection) needs() string {
	var modules []string
	counts := map[string]map[string]int{}
	for _, i := range f.Imports {
		if counts[i.Module] == nil {
			counts[i.Module] = map[string]int{}
			modules = append(modules, i.Module)
		}
		counts[i.Module][i.Kind]++
	}
	for k, name := range modules {
		var list []string
		for _, kind := range []string{"func", "memory", "table", "global", "tag"} {
			word := strings.Replace(kind, "func", "function", 1)
			if n := counts[name][kind]; n > 0 && kind == "memory" && n > 1 {
				list = append(list, fmt.Sprint(n, " memories"))
			} else if n > 0 {
				list = append(list, count(n, word))
			}
		}
		modules[k] = fmt.Sprintf("%q: %s", name, strings.Join(list, ", "))
	}
	return strings.Join(modules, "; ")
}

func (c *typeCounts) text() string {
	text := fmt.Sprintf("%s, %s, %d of functions", count(c.Structs, "struct"), count(c.Arrays, "array"), c.Functions)
	if c.Groups > 0 {
		text += ", " + count(c.Groups, "recursion group")
	}
	if c.Supers > 0 {
		text += fmt.Sprintf(", subtypes %d deep", c.Supers)
	}
	return text
}

func (m *memoryFound) text() string {
	text := fmt.Sprintf("%s of %d = %s at the start", count(m.Pages, "page"), m.PageBytes, count(m.Pages*m.PageBytes, "byte"))
	if m.MaxPages != nil {
		text += fmt.Sprintf(", %s at most", count(*m.MaxPages, "page"))
	}
	if m.Is64 {
		text += ", 64-bit addresses"
	}
	if m.Shared {
		text += ", shared"
	}
	if m.Imported {
		text += ", imported"
	}
	switch {
	case m.Grows:
		return text + "; memory.grow is used"
	case m.Sized:
		return text + "; memory.size is used"
	}
	return text + "; never grows"
}

// layoutTable says how the first memory is divided.
func (f *inspection) layoutTable() []string {
	var rows [][]string
	for _, r := range f.Layout {
		to, size := "", ""
		if !r.Rest {
			to, size = fmt.Sprintf("to %#x", r.To), count(r.To-r.From, "byte")
		}
		rows = append(rows, []string{r.Name, fmt.Sprintf("%#x", r.From), to, size, r.How})
	}
	return table(rows)
}

func externTable(list []externFound, imports bool) []string {
	var rows [][]string
	for _, e := range list {
		row := []string{fmt.Sprintf("%q", e.Name), fmt.Sprintf("%s %d", e.Kind, e.Index), e.Type}
		if imports {
			row = slices.Insert(row, 0, fmt.Sprintf("%q", e.Module))
		}
		rows = append(rows, row)
	}
	return table(rows)
}

func (f *inspection) largestTable() []string {
	var lines []string
	for _, fn := range f.Largest {
		name := ""
		if fn.Name != "" {
			name = fmt.Sprintf(" %q", fn.Name)
		}
		lines = append(lines, fmt.Sprintf("%7d  func %d%s", fn.Bytes, fn.Index, name))
	}
	return lines
}

// table aligns columns. One long cell does not push the others of its column to the right: it only pushes its own row.
func table(rows [][]string) []string {
	const widest = 40
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if n := utf8.RuneCountInString(cell); n <= widest {
				widths[i] = max(widths[i], n)
			}
		}
	}
	lines := make([]string, len(rows))
	for k, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if widths[i] == 0 && cell == "" {
				continue
			}
			fmt.Fprintf(&b, "%-*s  ", widths[i], cell)
		}
		lines[k] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// section prints a titled list, indented.
func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, text := range lines {
		line(b, "  %s", text)
	}
}
