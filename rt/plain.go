package rt

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// plain is a name from a module for one line of a message: what would break it, or mean something to a terminal, is escaped.
func plain(name string) string {
	odd := func(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }
	if !strings.ContainsFunc(name, odd) {
		return name
	}
	quoted := strconv.Quote(name)
	return quoted[1 : len(quoted)-1]
}
