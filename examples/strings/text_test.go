package text_test

import (
	"slices"
	"testing"

	"example.com/text"
)

func TestText(t *testing.T) {
	lib, err := text.New()
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()

	if got, err := lib.Greet("世界"); got != "Hello, 世界" || err != nil {
		t.Errorf("Greet: %q, %v", got, err)
	}
	if got, err := lib.Reverse("gopher"); got != "rehpog" || err != nil {
		t.Errorf("Reverse: %q, %v", got, err)
	}
	words, err := lib.Words(" the quick  brown fox")
	if want := []string{"the", "quick", "brown", "fox"}; !slices.Equal(words, want) || err != nil {
		t.Errorf("Words: %q, %v", words, err)
	}
	for s, want := range map[string]bool{"": true, "level": true, "gopher": false} {
		if got, err := lib.Palindrome(s); got != want || err != nil {
			t.Errorf("Palindrome(%q): %v, %v", s, got, err)
		}
	}
}
