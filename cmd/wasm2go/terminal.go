package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// line writes one line for people. Names of modules, files and flags in it may be anything: see plain.
func line(w io.Writer, format string, args ...any) {
	fmt.Fprintln(w, plain(fmt.Sprintf(format, args...)))
}

// Colours of terminals.
const (
	red        = "\x1b[31m"
	green      = "\x1b[32m"
	yellow     = "\x1b[33m"
	plainColor = "\x1b[0m"
)

// message writes a line that begins with the command's name, in a colour where w may have some.
func message(w io.Writer, color, format string, args ...any) {
	name := "wasm2go:"
	if colored(w) {
		name = color + name + plainColor
	}
	fmt.Fprintln(w, name, plain(fmt.Sprintf(format, args...)))
}

// colored tells whether what is written to w may have colours: as a terminal may, unless the user says otherwise. The variables are those
// that others heed, too: no-color.org, and bixense.com/clicolors.
func colored(w io.Writer) bool {
	if b, ok := w.(*bar); ok {
		return b.color
	}
	force := os.Getenv("CLICOLOR_FORCE")
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	case os.Getenv("CLICOLOR") == "0", os.Getenv("TERM") == "dumb":
		return false
	}
	return isTerminal(w)
}

// isTerminal reports whether somebody may be looking at w, or may be asked by it.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	_, tty := terminalSize(f)
	return tty
}

// terminalWidth is how many columns a terminal has, 0 if that is not known.
func terminalWidth(w any) int {
	if f, ok := w.(*os.File); ok {
		columns, _ := terminalSize(f)
		return columns
	}
	return 0
}

// plain escapes what would break a line or mean something to a terminal.
func plain(text string) string {
	odd := func(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }
	if !strings.ContainsFunc(text, odd) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if odd(r) {
			quoted := strconv.Quote(text[:n])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}
