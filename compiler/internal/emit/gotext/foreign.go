package gotext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Foreign text, which a module, the name of its file or a flag brings along, gets into Go text by one of these functions, or as an
// identifier that package names has made of it, and in no other way. What they return is one line of printable characters.

// Quote makes a string literal of s.
func Quote(s string) string { return strconv.Quote(s) }

// Mention quotes s for a comment.
func Mention(s string) string { return inComment(strconv.Quote(s)) }

// Plain is s for a comment, without quotes.
func Plain(s string) string { return inComment(Raw(s)) }

// Raw is s for a line of a raw string: as it is, as long as it has nothing in it that would end the string or the line.
func Raw(s string) string {
	odd := func(r rune) bool { return r == '`' || r == utf8.RuneError || !unicode.IsPrint(r) }
	if !strings.ContainsFunc(s, odd) {
		return s
	}
	quoted := strconv.Quote(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], "`", `\x60`)
}

// inComment escapes what gofmt makes typographic quotes of, and what go vet takes for a constraint.
func inComment(s string) string { return misread.Replace(s) }

var misread = strings.NewReplacer("``", `\x60\x60`, "''", `\x27\x27`, "+build", `\x2bbuild`)
