package names

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxIdent is the length in bytes from which on identifiers are cut: symbols
// of C++ and Rust can run to thousands.
const maxIdent = 64

// sanitize makes of a Wasm name an unexported Go identifier, or "" where
// nothing of the name can be kept: letters, digits and underscores stay,
// runs of anything else become one underscore.
func sanitize(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range name {
		if !isIdent(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		if b.Len()+utf8.RuneLen(r) > maxIdent {
			break
		}
		b.WriteRune(r)
	}
	id := unexported(upperFirst(b.String())) // so that no two become one behind a prefix: K and the sign of kelvin have one small letter
	switch {
	case strings.Trim(id, "_") == "":
		return ""
	case unicode.IsDigit(firstRune(id)):
		return "_" + id
	case token.IsKeyword(id):
		return id + "_"
	}
	return id
}

// Exported makes of a Wasm name an exported Go identifier in camel case:
// add_two becomes AddTwo. A name without a letter or digit is spelled by its
// code points: "$" becomes X24.
func Exported(name string) string {
	var b strings.Builder
	word := true // the next letter begins a word
	for _, r := range name {
		if r == '_' || !isIdent(r) {
			word = true
			continue
		}
		if word {
			r = unicode.ToUpper(r)
			if b.Len() > 0 && unicode.IsDigit(r) && unicode.IsDigit(lastRune(b.String())) {
				b.WriteByte('_') // v1_2 is not v12
			}
		}
		word = false
		if b.Len()+utf8.RuneLen(r) > maxIdent {
			break
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		for _, r := range name {
			if b.Len() > maxIdent {
				break
			}
			fmt.Fprintf(&b, "%02X", r)
		}
	}
	id := b.String()
	if !token.IsExported(id) {
		id = "X" + id
	}
	return id
}

// isIdent tells whether r may stand in a Go identifier.
func isIdent(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// lowerFirst returns s with its first letter in lower case.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// unexported makes an identifier one that other packages do not see. Some capitals have no small letter.
func unexported(id string) string {
	if id = lowerFirst(id); token.IsExported(id) {
		return "_" + id
	}
	return id
}

// upperFirst returns s with its first letter in upper case.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// A scope hands out identifiers, each only once.
type scope struct {
	used     map[string]bool
	reserved func(id string) bool // may be nil
}

// newScope returns a scope in which the ids are taken.
func newScope(ids ...string) *scope {
	s := &scope{used: map[string]bool{}}
	for _, id := range ids {
		s.take(id)
	}
	return s
}

// free tells whether id can still be had.
func (s *scope) free(id string) bool {
	return !s.used[id] && (s.reserved == nil || !s.reserved(id))
}

// take marks id as used and returns it.
func (s *scope) take(id string) string {
	s.used[id] = true
	return id
}

// all gives each of the wanted names an identifier of its own: the first that
// wants one gets it, whoever comes too late gets it with a suffix. Suffixes
// are given last, so that they never cost another name its spelling.
func (s *scope) all(want []string, suffix func(i int, id string) string) []string {
	got := make([]string, len(want))
	for i, id := range want {
		if id != "" && s.free(id) {
			got[i] = s.take(id)
		}
	}
	for i, id := range want {
		if got[i] != "" {
			continue
		}
		id = suffix(i, id)
		for s.used[id] {
			id += "_"
		}
		got[i] = s.take(id)
	}
	return got
}

// counted returns a suffix function that numbers the latecomers of each name
// from 2: Add2, Add3, and Add2_2 where a digit ends the name.
func (s *scope) counted() func(i int, id string) string {
	last := map[string]int{}
	return func(_ int, id string) string {
		sep := ""
		if unicode.IsDigit(lastRune(id)) {
			sep = "_"
		}
		n := max(last[id], 1)
		for {
			n++
			if c := id + sep + strconv.Itoa(n); s.free(c) {
				last[id] = n
				return c
			}
		}
	}
}
