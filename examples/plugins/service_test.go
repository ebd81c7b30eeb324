package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

func TestService(t *testing.T) {
	tests := []struct {
		path string
		code int
		body string
	}{
		{"/price/bulk?each=99&pieces=9", http.StatusOK, "891\n"},
		{"/price/bulk?each=99&pieces=10", http.StatusOK, "842\n"}, // 841.5
		{"/price/second?each=99&pieces=3", http.StatusOK, "248\n"},
		{"/price/second?each=99&pieces=many", http.StatusBadRequest, "strconv.ParseInt"},
		{"/price/lost?each=99&pieces=3", http.StatusNotFound, "404"},
		{"/price/broken?each=99&pieces=3", http.StatusBadGateway, "unreachable"},
		{"/price/endless?each=99&pieces=3", http.StatusBadGateway, "out of fuel"},
		{"/price/greedy?each=99&pieces=3", http.StatusOK, "16\n"}, // pages of 64 KiB
	}
	handler := load(t).Handler()
	for _, tt := range tests {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", tt.path, nil))
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s: %d %q; want %d %q", tt.path, w.Code, w.Body, tt.code, tt.body)
		}
	}
}

// More callers than instances get their answers, also where calls fail in between.
func TestManyCallers(t *testing.T) {
	rule := load(t).rules["bulk"]
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	var callers sync.WaitGroup
	for i := range 8 * maxCalls {
		callers.Go(func() {
			if _, err := rule.Price(canceled, 100, 1); !errors.Is(err, context.Canceled) {
				t.Errorf("canceled: %v", err)
			}
			price, err := rule.Price(t.Context(), 100, int32(i%10))
			if price != int64(100*(i%10)) || err != nil {
				t.Errorf("price %d, %v", price, err)
			}
		})
	}
	callers.Wait()
	rule.Close()
}

func TestNoRule(t *testing.T) {
	file, err := os.ReadFile("wasm/money.wasm")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadRule(t.Context(), "money", file); err == nil {
		t.Error("a module without price was taken")
	}
	if _, err := LoadRule(t.Context(), "text", []byte("no module")); err == nil {
		t.Error("a text was taken")
	}
	// (module (func $f (loop (br 0))) (start $f))
	hang := "\x00asm\x01\x00\x00\x00\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00\x08\x01\x00\x0a\x09\x01\x07\x00\x03\x40\x0c\x00\x0b\x0b"
	if _, err := LoadRule(t.Context(), "hang", []byte(hang)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a rule that does not even start: %v", err)
	}
}

func TestErrors(t *testing.T) {
	rules := load(t).rules
	if _, err := rules["broken"].Price(t.Context(), 1, 1); !errors.Is(err, rt.Unreachable) {
		t.Errorf("broken: %v", err)
	}
	if _, err := rules["endless"].Price(t.Context(), 1, 1); !errors.Is(err, interp.ErrFuel) {
		t.Errorf("endless: %v", err)
	}
}

// load loads the rules of the service, and those that are there for their faults.
func load(t *testing.T) *Service {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"rules/*.wasm", "testdata/*.wasm"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)] = &fstest.MapFile{Data: data}
		}
	}
	s, err := LoadService(t.Context(), all, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
