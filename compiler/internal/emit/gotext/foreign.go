package gotext

import (
	"path"
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
func Plain(s string) string {
	if isOdd(s) {
		s = strconv.Quote(s)
		s = s[1 : len(s)-1]
	}
	return inComment(s)
}

// Raw is s for a line of a raw string: as it is, or quoted where it would end the string or the line, or looks as if it were quoted.
func Raw(s string) string {
	if !isOdd(s) && !strings.ContainsRune(s, '`') && !strings.HasPrefix(s, `"`) {
		return s
	}
	return strings.ReplaceAll(strconv.Quote(s), "`", `\x60`)
}

// FileName is s for the file of a line directive. Go takes what stands behind a colon for a line.
func FileName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case r == ':', r == utf8.RuneError, !unicode.IsPrint(r):
			return '_'
		}
		return r
	}, s)
	dir, base := path.Split(path.Clean(s))
	if base = strings.Trim(base, " "); base == "" || base == "." || base == ".." {
		base = "_"
	}
	return path.Clean(strings.TrimLeft(dir, " ") + base)
}

// isOdd tells whether s has anything in it that is not print.
func isOdd(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) })
}

// inComment escapes what gofmt makes typographic quotes of, and what go vet takes for a constraint.
func inComment(s string) string { return misread.Replace(s) }

var misread = strings.NewReplacer("``", `\x60\x60`, "''", `\x27\x27`, "+build", `\x2bbuild`)
