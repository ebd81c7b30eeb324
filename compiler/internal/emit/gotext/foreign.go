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

// Plain is s for a comment or a raw string, without quotes as long as it has nothing in it that would end these or break the line.
func Plain(s string) string {
	odd := func(r rune) bool { return r == '`' || r == utf8.RuneError || !unicode.IsPrint(r) }
	if strings.ContainsFunc(s, odd) {
		s = strconv.Quote(s)
		s = strings.ReplaceAll(s[1:len(s)-1], "`", `\x60`)
	}
	return inComment(s)
}

// inComment escapes what gofmt makes typographic quotes of.
func inComment(s string) string { return typographic.Replace(s) }

var typographic = strings.NewReplacer("``", `\x60\x60`, "''", `\x27\x27`)
