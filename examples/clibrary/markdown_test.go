package markdown_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"example.com/markdown"
)

func Example() {
	text := []byte("# Gophers\n\nThey *dig*, see [the blog](/blog).\n")
	err := markdown.Render(os.Stdout, text, markdown.Options{
		Link: func(dest string) (string, error) { return "https://go.dev" + dest, nil },
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// <h1>Gophers</h1>
	// <p>They <em>dig</em>, see <a href="https://go.dev/blog">the blog</a>.</p>
}

func TestRender(t *testing.T) {
	tests := []struct{ name, text, html string }{
		{"nothing", "", ""},
		{"paragraphs", "one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n"},
		{"headings", "# one\n## two #\n####### none", "<h1>one</h1>\n<h2>two #</h2>\n<p>####### none</p>\n"},
		{"list", "- one\n- two\nmore\n\ntext", "<ul>\n<li>one</li>\n<li>two\nmore</li>\n</ul>\n<p>text</p>\n"},
		{"quote", "> one\n> two", "<blockquote><p>one\ntwo</p></blockquote>\n"},
		{"code", "```\nif a < b {\n\n*c*\n```\n", "<pre><code>if a &lt; b {\n\n*c*\n</code></pre>\n"},
		{"spans", "**a *b* c** `<*>` \\*d* *", "<p><strong>a <em>b</em> c</strong> <code>&lt;*&gt;</code> *d* *</p>\n"},
		{"link", "[a *b*](c?d&e) [f]", "<p><a href=\"c?d&amp;e\">a <em>b</em></a> [f]</p>\n"},
		{"long", strings.Repeat("word ", 1000), "<p>" + strings.Repeat("word ", 1000) + "</p>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := render(t, tt.text, markdown.Options{}); got != tt.html {
				t.Errorf("%q\nwant %q", got, tt.html)
			}
		})
	}
}

func render(t *testing.T, text string, o markdown.Options) string {
	t.Helper()
	var html strings.Builder
	if err := markdown.Render(&html, []byte(text), o); err != nil {
		t.Fatal(err)
	}
	return html.String()
}

// The caller's errors come out as they are, however often, and calls that follow are none the worse.
func TestErrors(t *testing.T) {
	full, dead := errors.New("disk full"), errors.New("dead link")
	for range 5000 {
		if err := markdown.Render(failing{full}, []byte("text"), markdown.Options{}); err != full {
			t.Fatalf("%v; want %v", err, full)
		}
		link := func(string) (string, error) { return "", dead }
		if err := markdown.Render(io.Discard, []byte("[a](b) [c](d)"), markdown.Options{Link: link}); err != dead {
			t.Fatalf("%v; want %v", err, dead)
		}
	}
	if err := markdown.Render(io.Discard, []byte("[a](b)"), markdown.Options{
		Link: func(string) (string, error) { return "a\x00b", nil },
	}); err == nil {
		t.Error("a link with a byte of zero was taken")
	}
	if got := render(t, "text", markdown.Options{}); got != "<p>text</p>\n" {
		t.Errorf("afterwards: %q", got)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// A panic of the caller's function passes through, and takes its renderer with it.
func TestPanic(t *testing.T) {
	func() {
		defer func() {
			if v := recover(); v != "boom" {
				t.Errorf("recovered %v", v)
			}
		}()
		markdown.Render(io.Discard, []byte("[a](b)"), markdown.Options{Link: func(string) (string, error) { panic("boom") }})
	}()
	if got := render(t, "text", markdown.Options{}); got != "<p>text</p>\n" {
		t.Errorf("afterwards: %q", got)
	}
}

// Link may render, too.
func TestNested(t *testing.T) {
	got := render(t, "[a](*b*)", markdown.Options{Link: func(dest string) (string, error) {
		return render(t, dest, markdown.Options{}), nil
	}})
	if want := "<p><a href=\"&lt;p&gt;&lt;em&gt;b&lt;/em&gt;&lt;/p&gt;\n\">a</a></p>\n"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}

func TestManyCallers(t *testing.T) {
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			for range 200 {
				want := fmt.Sprintf("<p><a href=\"%d\">a</a></p>\n", i)
				got := render(t, "[a](b)", markdown.Options{Link: func(string) (string, error) { return fmt.Sprint(i), nil }})
				if got != want {
					t.Errorf("%q; want %q", got, want)
				}
			}
		})
	}
	callers.Wait()
}

func BenchmarkRender(b *testing.B) {
	text := []byte(strings.Repeat("# Title\n\nSome *text* with `code` and [links](/to/places).\n\n- one\n- two\n\n", 100))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := markdown.Render(io.Discard, text, markdown.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// What is committed is what the tool makes of the module: nobody edited the one and forgot the other.
func TestGenerated(t *testing.T) {
	check := exec.Command("go", "tool", "wasm2go", "-check", "-o", "internal/cmarkdown", "wasm/markdown.wasm")
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("go generate ./... has to run: %v\n%s", err, out)
	}
}
