package main

import (
	"fmt"
	"strings"
)

// misplaced finds arguments of the program that are flags of run, and stand behind the module perhaps by mistake. On a terminal it says so
// at once; elsewhere the program's environment has the words, for the case that the program fails.
func (s streams) misplaced(fs *flags, args []string) (environ []string) {
	var found []string
	for _, arg := range args {
		if arg == "--" {
			break
		}
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && len(name) > 1 && fs.Lookup(name) != nil { // many programs have a -v of their own
			found = append(found, "-"+name)
		}
	}
	if len(found) == 0 || s.quiet {
		return nil
	}
	text := fmt.Sprintf("%s behind the module went to the program: flags of wasm2go run stand before it, and -- before it says that this is meant",
		strings.Join(found, ", "))
	if s.bar != nil || isTerminal(s.err) {
		s.note("%s", text)
		return nil
	}
	return []string{hintVariable + "=wasm2go: note: " + text}
}
