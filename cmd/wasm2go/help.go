package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A command is what the command line can begin with, and what its help says.
type command struct {
	name     string // "" is the translation
	usage    []string
	short    string // for the list of all
	about    string
	flags    string // the title of its flags
	register func(*flags)
	examples []example
	run      func(args []string, s streams) error
}

type example struct{ line, says string }

// translation is the command without a name.
func translation() command {
	return command{
		usage: []string{"wasm2go [flags] module.wasm [flags]"},
		short: "translate a module to Go",
		about: "Translates a WebAssembly module to a Go package. The module may come from standard input, as -, which takes -o or -pkg.",
		flags: "flags", register: new(translateFlags).register, run: translateCommand,
		examples: []example{
			{"wasm2go fib.wasm", "writes the package ./fib"},
			{"wasm2go -o internal/fib -mem slice fib.wasm", "without unsafe, into another directory"},
			{"wasm2go -o . -check fib.wasm", "in a test: is the output in this directory up to date?"},
			{"wasm2go -standalone prog.wasm && cd prog && go build", "a WASI command, as a program without dependencies"},
			{"wasm2go -pkg fib - <fib.wasm", "from standard input"},
		},
	}
}

// commands are those with a name.
func commands() []command {
	return []command{
		{
			name: "run", usage: []string{"wasm2go run [flags] module.wasm [args...]"},
			short: "build and run a WASI command",
			about: "Builds a WASI command and runs it; what was built is cached. The program sees the directories and variables that flags give it, and no " +
				"others. The module may come from standard input, as -, of which nothing is left for the program.",
			flags: "flags, before the module; everything behind it goes to the program", register: new(runFlags).register, run: runCommand,
			examples: []example{
				{"wasm2go run prog.wasm -n 3", "the program has the arguments -n 3, and no files"},
				{"wasm2go run -dir data::/data::ro -env LANG=C prog.wasm", "it may read ./data as /data"},
				{"wasm2go run -- prog.wasm -dir x", "-dir x is meant for the program"},
				{"wasm2go run -engine interp -trace prog.wasm", "at once, with all calls of WASI on the standard error"},
				{"wasm2go run -max-memory 64M -grow trap prog.wasm", "with a limit"},
			},
		},
		{
			name: "inspect", usage: []string{"wasm2go inspect [flags] module.wasm"},
			short: "say what is in a module",
			about: "Says what a module imports, exports and uses, how its memory is laid out, what its build will cost, or why it would be refused.",
			flags: "flags", register: new(inspectFlags).register, run: inspectCommand,
			examples: []example{
				{"wasm2go inspect prog.wasm", ""},
				{"wasm2go inspect -sram chip=23LC1024*2 prog.wasm", "have these chips room for its memory?"},
			},
		},
		{
			name: "sram", usage: []string{"wasm2go sram test [-yes] SPEC"},
			short: "test memory chips, all cells, and how high their clock may be",
			about: "Tests memory chips: all cells, and how high their clock may be.",
			flags: "flags of sram test", register: new(sramTestFlags).register, run: sramCommand,
			examples: []example{
				{"wasm2go sram test chip=23LC1024,spi=SPI0.0", ""},
				{"wasm2go sram test sim:chip=APS6404L", "an emulated one"},
			},
		},
	}
}

const exitStatus = "exit status: 0 done; 1 the module, the run or a chip failed; 2 wrong usage; run: the program's own\n"

// usage is the help for all: the commands, and the flags and examples of the translation.
func usage() string {
	t := translation()
	var b strings.Builder
	b.WriteString("usage:\n")
	row := func(usage, short string) { fmt.Fprintf(&b, "  %-44s %s\n", usage, short) }
	row(t.usage[0], t.short)
	for _, c := range commands() {
		row(c.usage[0], c.short)
	}
	row("wasm2go version", "say what this build is")
	row("wasm2go help COMMAND", "say more of one: its flags, and examples")
	t.flags = "flags of translation"
	t.details(&b)
	b.WriteString("\n" + exitStatus)
	return b.String()
}

// help is the help for one command.
func (c command) help() string {
	var b strings.Builder
	for _, u := range c.usage {
		fmt.Fprintf(&b, "usage: %s\n", u)
	}
	b.WriteByte('\n')
	wrap(&b, c.about, 0, 0)
	c.details(&b)
	b.WriteString("\n" + exitStatus)
	return b.String()
}

// details are the flags and examples.
func (c command) details(b *strings.Builder) {
	fs := newFlags("")
	c.register(fs)
	fmt.Fprintf(b, "\n%s:\n", c.flags)
	for _, row := range fs.rows {
		writeRow(b, row)
	}
	b.WriteString("\nexamples:\n")
	width := 0
	for _, e := range c.examples {
		width = max(width, len(e.line))
	}
	for _, e := range c.examples {
		text := "  " + e.line
		if e.says != "" {
			text += strings.Repeat(" ", width-len(e.line)) + "  # " + e.says
		}
		b.WriteString(text + "\n")
	}
}

// helpCommand is wasm2go help [COMMAND].
func helpCommand(args []string, s streams) error {
	text := usage()
	if len(args) > 0 {
		i := slices.IndexFunc(commands(), func(c command) bool { return c.name == args[0] })
		if i < 0 {
			return usagef("help: there is no command %q", args[0])
		}
		text = commands()[i].help()
	}
	_, err := io.WriteString(s.out, text)
	return err
}

// asked takes the error of a command that was asked for its help, by -h among its flags, and gives it.
func (c command) asked(err error, s streams) error {
	if !errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := usage()
	if c.name != "" {
		text = c.help()
	}
	_, err = io.WriteString(s.out, text)
	return err
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
	wrap(b, row.help, helpIndent, at)
}

// wrap writes words in lines that are indented; at is where on its line the first one comes.
func wrap(b *strings.Builder, text string, indent, at int) {
	for i, word := range strings.Fields(text) {
		switch {
		case at < indent:
			b.WriteString(strings.Repeat(" ", indent-at))
			at = indent
		case at+1+len(word) > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		case i > 0:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	b.WriteByte('\n')
}
