package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/rt"
)

// A Service answers GET /price/RULE?each=CENTS&pieces=NUMBER.
type Service struct {
	rules   map[string]*Rule
	timeout time.Duration // of a request
}

// LoadService loads each RULE.wasm of a directory.
func LoadService(ctx context.Context, dir fs.FS, timeout time.Duration) (*Service, error) {
	files, err := fs.Glob(dir, "*.wasm")
	if err != nil {
		return nil, err
	}
	s := &Service{rules: map[string]*Rule{}, timeout: timeout}
	for _, file := range files {
		data, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(path.Base(file), ".wasm")
		if s.rules[name], err = LoadRule(ctx, name, data); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Handler routes requests.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /price/{rule}", s.price)
	return mux
}

func (s *Service) price(w http.ResponseWriter, r *http.Request) {
	rule, ok := s.rules[r.PathValue("rule")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	each, err1 := strconv.ParseInt(r.FormValue("each"), 10, 64)
	pieces, err2 := strconv.ParseInt(r.FormValue("pieces"), 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
	defer cancel()
	price, err := rule.Price(ctx, each, int32(pieces))
	if err != nil {
		http.Error(w, err.Error(), status(err))
		return
	}
	fmt.Fprintln(w, price)
}

// status tells whose fault an error is: nobody's, as there was too little time, that of the rule, or ours.
func status(err error) int {
	_, trapped := errors.AsType[*rt.Trap](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable
	case trapped, errors.Is(err, interp.ErrFuel):
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}
