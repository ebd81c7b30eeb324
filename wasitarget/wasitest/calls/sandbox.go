package calls

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/wasm2go/wasm2go/wasitarget"
)

// preopened are the directories of the host that the guest gets. It may change the first two. It also gets a file system in
// memory, and the last one once more, as an fs.FS.
var preopened = []string{"one", "two", "ro"}

// directories is how many there are in all.
const directories = 5

// A sandbox is a directory with those that the guest gets, and around them what it must not see: a text, a name and a date stand in there
// and nowhere else.
type sandbox struct {
	base   string
	secret string
	date   time.Time // of all files and directories outside
	state  map[string]string
	open   []io.Closer
}

func newSandbox(base string, seed uint64) (*sandbox, error) {
	b := &sandbox{
		base: base, secret: fmt.Sprintf("secret-%016x", seed*0x9e3779b97f4a7c15+1),
		date: time.Unix(1234567890, int64(seed%1e9)),
	}
	err := b.build()
	if err == nil {
		b.state, err = b.outside()
	}
	return b, err
}

// build makes files and links. Some of the links lead out.
func (b *sandbox) build() error {
	files := map[string]string{
		"outside.txt": b.secret, "outside/" + b.secret: "", "outside/known": b.secret, "stdin": strings.Repeat("standard input\n", 40),
		"one/file": strings.Repeat("0123456789", 100), "one/d/e/f": "deep", "one/empty": "", "two/file": "two", "ro/file": "read only", "ro/d/e": "",
	}
	links := map[string]string{
		"one/link": "file", "one/dirlink": "d", "one/loop": "loop", "one/up": "..", "one/out": "../outside.txt", "one/outdir": "../outside",
		"one/abs": filepath.Join(b.base, "outside.txt"), "one/absdir": filepath.Join(b.base, "outside"), "one/dangling": "nowhere",
		"one/d/up": "../..", "two/other": "../one/file", "ro/link": "file", "ro/up": "../one",
		"ro/out": "../outside.txt", "ro/outdir": "../outside", "ro/dirlink": "d",
	}
	for name, text := range files {
		name = filepath.Join(b.base, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
			return err
		}
	}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(b.base, name)); err != nil {
			return err
		}
	}
	for _, name := range []string{"outside.txt", "outside/" + b.secret, "outside/known", "outside", "."} {
		if err := os.Chtimes(filepath.Join(b.base, name), b.date, b.date); err != nil {
			return err
		}
	}
	return nil
}

// config is what a guest gets of it. Its input has an end, and its clock goes on by waiting: no call takes time for long.
func (b *sandbox) config(r *rand.Rand) wasitarget.Config {
	now := time.Unix(1700000000, 0)
	c := wasitarget.Config{
		Args: []string{"guest", "", "x=\xff"}, Env: []string{"A=1", "LONG=" + strings.Repeat("v", 300)},
		Now:   func() time.Time { now = now.Add(time.Microsecond); return now },
		Sleep: func(d time.Duration) { now = now.Add(d) },
	}
	for _, name := range preopened {
		c.Dirs = append(c.Dirs, wasitarget.Dir{Host: filepath.Join(b.base, name), Guest: "/" + name, ReadOnly: name == "ro"})
	}
	memory := wasitarget.NewMemFS(wasitarget.MemOptions{Bytes: 1 << 20, Files: 30})
	if err := errors.Join(memory.WriteFile("file", []byte("in memory")), memory.WriteFile("d/e/f", nil)); err != nil {
		panic(err) // there is room
	}
	c.Dirs = append(c.Dirs, wasitarget.Dir{FS: memory, Guest: "/memory"}, wasitarget.Dir{FS: os.DirFS(filepath.Join(b.base, "ro"))})
	if r.IntN(2) == 0 {
		c.Limits = wasitarget.Limits{Descriptors: 10 + r.IntN(20), Written: 1 + r.Int64N(10000), Created: 1 + r.IntN(10), PathDepth: 1 + r.IntN(4)}
	}
	switch r.IntN(4) {
	case 0:
		c.Stdin = strings.NewReader("standard input\n")
	case 1:
		c.Stdin = b.file("stdin")
	case 2:
		c.Stdin = b.pipe()
	}
	switch r.IntN(3) {
	case 0:
		c.Stdout, c.Stderr = new(bytes.Buffer), io.Discard
	case 1:
		if f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
			b.open = append(b.open, f)
			c.Stdout, c.Stderr = f, f
		}
	case 2:
		if r, w, err := os.Pipe(); err == nil {
			go io.Copy(io.Discard, r)
			b.open = append(b.open, w, r)
			c.Stdout, c.Stderr = w, w
		}
	}
	return c
}

// file opens a file outside; nil where that fails would be no input.
func (b *sandbox) file(name string) io.Reader {
	f, err := os.Open(filepath.Join(b.base, name))
	if err != nil {
		return nil
	}
	b.open = append(b.open, f)
	return f
}

// pipe is one with some bytes in it whose other end is closed.
func (b *sandbox) pipe() io.Reader {
	r, w, err := os.Pipe()
	if err != nil {
		return nil
	}
	io.WriteString(w, "standard input\n")
	w.Close()
	b.open = append(b.open, r)
	return r
}

func (b *sandbox) close() {
	for _, f := range b.open {
		f.Close()
	}
}

// leak names what memory holds that stands outside alone.
func (b *sandbox) leak(memory []byte) string {
	switch {
	case bytes.Contains(memory, []byte(b.secret)):
		return "the text or the name of a file outside"
	case bytes.Contains(memory, binary.LittleEndian.AppendUint64(nil, uint64(b.date.UnixNano()))):
		return "the date of a file outside"
	}
	return ""
}

// check tells whether what the guest must not change is as it was.
func (b *sandbox) check() error {
	now, err := b.outside()
	if err != nil {
		return err
	}
	for name := range b.state {
		if now[name] != b.state[name] {
			return fmt.Errorf("the guest must not change %s: it was %q and is %q", name, b.state[name], now[name])
		}
	}
	if len(now) > len(b.state) {
		return fmt.Errorf("the guest must not make files here: %q", slices.Sorted(maps.Keys(now)))
	}
	return nil
}

// outside describes all files but those in the directories that the guest may change.
func (b *sandbox) outside() (map[string]string, error) {
	state := map[string]string{}
	err := filepath.WalkDir(b.base, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(b.base, name)
		if err != nil {
			return err
		}
		switch rel {
		case "one", "two":
			state[rel] = e.Type().String()
			return filepath.SkipDir
		}
		fi, err := e.Info()
		if err != nil {
			return err
		}
		state[rel] = fmt.Sprint(fi.Mode(), fi.ModTime().UnixNano())
		if fi.Mode().IsRegular() {
			text, err := os.ReadFile(name)
			state[rel] += " " + string(text)
			return err
		}
		return nil
	})
	return state, err
}
