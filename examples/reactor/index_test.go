package reactor

import (
	"strings"
	"testing"
)

// The library's garbage collector takes what calls leave behind: its memory stops growing.
func TestManyCalls(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	long := strings.Repeat("many more words ", 1000)
	size := func(calls int) uint64 {
		for range calls {
			words, err := x.Words(long)
			if err != nil || len(words) != 3 {
				t.Fatalf("%q, %v", words, err)
			}
		}
		return x.instance.Memory().Size()
	}
	if early, late := size(20), size(40); late > early {
		t.Errorf("%d bytes after 20 calls, %d after 60", early, late)
	}
}

func TestNoWords(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for _, text := range []string{"", "1, 2"} {
		if words, err := x.Words(text); len(words) != 0 || err != nil {
			t.Errorf("%q: %q, %v; want no words", text, words, err)
		}
	}
}
