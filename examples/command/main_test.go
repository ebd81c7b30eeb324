package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	tests := []struct {
		name         string
		dictionaries []string
		in           string
		code         int
		out, errs    string
	}{
		{"right", []string{"english"}, "These are the words.\n", 0, "", ""},
		{"wrong", []string{"english"}, "These\nare teh words\nof teh program\n", 1, "2: teh\n", ""},
		{"two dictionaries", []string{"english", "computing"}, "the compiler and the linker", 1, "1: linker\n", ""},
		{"no dictionary", nil, "word", 1, "1: word\n", ""},
		{"no such dictionary", []string{"french"}, "", 2, "", "french: No such file or directory\n"},
		{"outside of the binary", []string{"../main.go"}, "", 2, "", "../main.go: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			code, err := run(tt.dictionaries, strings.NewReader(tt.in), &out, &errs)
			if err != nil {
				t.Fatal(err)
			}
			if code != tt.code || out.String() != tt.out || !strings.HasPrefix(errs.String(), tt.errs) {
				t.Errorf("exit code %d, output %q, errors %q; want %d, %q, %q", code, &out, &errs, tt.code, tt.out, tt.errs)
			}
		})
	}
}
