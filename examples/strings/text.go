// Package text has functions on texts that a WebAssembly module computes which keeps its strings at the host, as compilers of languages with a
// garbage collector make them for browsers. The strings are values of Go, and what the module makes of them are objects on Go's heap.
package text

import (
	"example.com/text/internal/text"
	"github.com/wasm2go/wasm2go/rt"
)

//go:generate go tool wasm2go -o internal/text wasm/text.wasm

// A Library is an instance of the module. It serves one goroutine at a time.
type Library struct{ instance *text.Instance }

// literals are the strings that the module's source has: globals that it imports.
type literals struct{}

func (literals) Hello() any { return newString("Hello, ") }

// New makes a Library.
func New() (*Library, error) {
	m, err := text.New(text.Imports{Literals: literals{}, WasmJsString: builtins{}})
	if err != nil {
		return nil, err
	}
	return &Library{m}, nil
}

// Close ends the use of the library.
func (l *Library) Close() error { return l.instance.Close() }

// Greet greets somebody.
func (l *Library) Greet(name string) (string, error) {
	greeting, err := l.instance.Greet(newString(name))
	if err != nil {
		return "", err
	}
	return greeting.(*jsString).String(), nil
}

// Reverse returns a text backwards, by UTF-16 code units.
func (l *Library) Reverse(s string) (string, error) {
	reversed, err := l.instance.Reverse(newString(s))
	if err != nil {
		return "", err
	}
	return reversed.(*jsString).String(), nil
}

// Words returns the words of a text. The module makes a list of structs of them, into which Go looks: field 0 is the word, field 1 the next struct.
func (l *Library) Words(s string) (words []string, err error) {
	list, err := l.instance.Words(newString(s))
	if err != nil {
		return nil, err
	}
	for list != nil {
		node := list.(*rt.Object)
		words = append(words, node.Get(0).(*jsString).String())
		list = node.Get(1)
	}
	return words, nil
}

// Palindrome tells whether a text is the same backwards.
func (l *Library) Palindrome(s string) (bool, error) {
	forwards := newString(s)
	backwards, err := l.instance.Reverse(forwards)
	if err != nil {
		return false, err
	}
	same, err := l.instance.Palindrome(forwards, backwards)
	return same != 0, err
}
