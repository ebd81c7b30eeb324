package main

import (
	"fmt"
	"strings"
)

// usage returns the help text.
func usage() string {
	var b strings.Builder
	b.WriteString(`usage:
  wasm2go [flags] module.wasm [flags]          translate a module to Go
  wasm2go run [flags] module.wasm [args...]    build and run a WASI command
  wasm2go inspect [flags] module.wasm          say what is in a module
  wasm2go sram test [-yes] SPEC                test memory chips, all cells, and how high their clock may be
  wasm2go version
`)
	shown := map[flagRow]bool{}
	for _, c := range []struct {
		title    string
		register func(*flags)
	}{
		{"flags of translation", new(translateFlags).register},
		{"flags of run, before the module; everything behind it goes to the program", new(runFlags).register},
		{"flags of inspect", new(inspectFlags).register},
		{"flags of sram test", new(sramTestFlags).register},
	} {
		fs := newFlags("")
		c.register(fs)
		fmt.Fprintf(&b, "\n%s:\n", c.title)
		var again []string
		for _, row := range fs.rows {
			if shown[row] {
				again = append(again, "-"+row.name)
				continue
			}
			shown[row] = true
			writeRow(&b, row)
		}
		if len(again) > 0 {
			fmt.Fprintf(&b, "  %s: as above\n", strings.Join(again, ", "))
		}
	}
	b.WriteString("\nexit status: 0 done; 1 the module, the run or a chip failed; 2 wrong usage; run: the program's own\n")
	return b.String()
}

// Where the text of a flag begins, and what a line has at the most.
const (
	helpIndent = 18
	helpWidth  = 120
)

// writeRow writes the help of a flag: its text begins beside the name, where that is short.
func writeRow(b *strings.Builder, row flagRow) {
	head := "  -" + row.name
	if row.arg != "" && !strings.HasPrefix(row.arg, "[") {
		head += " "
	}
	head += row.arg
	b.WriteString(head)
	at := len(head)
	if at > helpIndent-2 {
		b.WriteByte('\n')
		at = 0
	}
	for _, word := range strings.Fields(row.help) {
		switch {
		case at < helpIndent:
			b.WriteString(strings.Repeat(" ", helpIndent-at))
			at = helpIndent
		case at+1+len(word) > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", helpIndent))
			at = helpIndent
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	b.WriteByte('\n')
}
