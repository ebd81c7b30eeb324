package wasitarget

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// raceTime is how long the tests with a racing host run: a short while, or what the variable says ("10m").
func raceTime(t *testing.T) time.Duration {
	text := os.Getenv("WASM2GO_RACE_TIME")
	if text == "" {
		return 300 * time.Millisecond
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err)
	return d
}

// racingHost changes what a guest's paths lead to while it follows them.
type racingHost struct {
	root, outside, staging string
	rand                   *rand.Rand
	exchanges              int
}

// run makes exchanges, most of them quick, until the context ends.
func (h *racingHost) run(ctx context.Context) {
	for ctx.Err() == nil {
		h.exchange()
		for range 200 {
			h.flip()
		}
	}
}

// flip puts a link that leads out where a name is, and takes it away again. A guest may have taken it meanwhile.
func (h *racingHost) flip() {
	h.exchanges++
	name, link, held := filepath.Join(h.root, raceNames[h.rand.IntN(2)]), filepath.Join(h.staging, "link"), filepath.Join(h.staging, "held")
	if _, err := os.Lstat(link); err != nil {
		os.Symlink([]string{"../outside", h.outside, "../outside/inner"}[h.rand.IntN(3)], link)
	}
	os.Rename(name, held)
	h.fill(held)
	os.Rename(link, name)
	os.Rename(name, link)
	os.RemoveAll(name) // what a guest made in the meantime
	os.Rename(held, name)
}

// fill makes a directory as there is one outside. A guest that holds it open may put links in: none is followed.
func (h *racingHost) fill(dir string) {
	if fi, err := os.Lstat(dir); err == nil && !fi.IsDir() {
		os.Remove(dir)
	}
	os.Mkdir(dir, 0o777)
	os.Mkdir(filepath.Join(dir, "inner"), 0o777)
	for _, name := range []string{"f", "secret"} {
		if f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666); err == nil {
			f.WriteString("inside")
			f.Close()
		}
	}
}

// exchange puts something else where one of the names is.
func (h *racingHost) exchange() {
	h.exchanges++
	name := []string{"a", "b", "c", "d"}[h.rand.IntN(4)]
	fresh, old := filepath.Join(h.staging, fmt.Sprint("new", h.exchanges)), filepath.Join(h.staging, fmt.Sprint("old", h.exchanges))
	switch h.rand.IntN(9) {
	case 0:
		os.Symlink("../outside", fresh)
	case 1:
		os.Symlink(h.outside, fresh)
	case 2:
		os.Symlink("../outside/inner", fresh)
	case 3:
		os.Symlink("../outside/secret", fresh)
	case 4:
		os.Symlink("d/../../outside", fresh)
	case 5:
		os.Symlink(raceNames[h.rand.IntN(4)], fresh)
	case 6:
		os.WriteFile(fresh, []byte("inside"), 0o666)
	case 7: // away and back: who is in it must not get out by ".."
		if os.Rename(filepath.Join(h.root, name), filepath.Join(h.outside, "visitor")) == nil {
			os.Rename(filepath.Join(h.outside, "visitor"), fresh)
		}
	default:
		os.MkdirAll(filepath.Join(fresh, "b"), 0o777)
		os.MkdirAll(filepath.Join(fresh, "inner"), 0o777)
		os.WriteFile(filepath.Join(fresh, "f"), []byte("inside"), 0o666)
		os.Symlink("../f", filepath.Join(fresh, "link"))
	}
	os.Rename(filepath.Join(h.root, name), old)
	os.Rename(fresh, filepath.Join(h.root, name))
	os.RemoveAll(old)
	os.RemoveAll(fresh)
}

// state describes a tree by all that a guest could change.
func state(t *testing.T, dir string) (lines []string, inodes map[uint64]bool) {
	inodes = map[uint64]bool{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fi, err := os.Lstat(path)
		if err != nil {
			return err
		}
		st := hostStat(fi, nil)
		inodes[st.ino] = true
		text, _ := os.ReadFile(path)
		line := fmt.Sprintf("%s %d %q", path, st.kind, text)
		if path != dir { // which the host itself changes
			line += fmt.Sprintf(" %d %d %d", st.nlink, st.size, st.mtime.UnixNano())
		}
		lines = append(lines, line)
		return nil
	}))
	return lines, inodes
}

// While the host exchanges directories, links and files, no call of a guest reads, makes or changes anything outside.
func TestRacingHost(t *testing.T) {
	needLinks(t)
	base := t.TempDir()
	h := &racingHost{
		root: filepath.Join(base, "root"), outside: filepath.Join(base, "outside"), staging: filepath.Join(base, "staging"),
		rand: rand.New(rand.NewPCG(7, 7)),
	}
	for _, dir := range []string{h.root, h.staging, filepath.Join(h.outside, "inner"), filepath.Join(h.outside, "inside-out")} {
		require.NoError(t, os.MkdirAll(dir, 0o777))
	}
	for _, name := range []string{"secret", "f", "inner/f", "inner/secret"} {
		require.NoError(t, os.WriteFile(filepath.Join(h.outside, name), []byte("secret"), 0o666))
	}
	require.NoError(t, os.Symlink("outside", filepath.Join(h.outside, "link")))
	before, secrets := state(t, h.outside)

	ctx, cancel := context.WithTimeout(context.Background(), raceTime(t))
	defer cancel()
	var all sync.WaitGroup
	intruders := make([]*intruder, 2)
	for k := range intruders {
		i, err := newIntruder(Config{Dirs: []Dir{{Host: h.root, Guest: "/"}}}, secrets, uint64(k))
		require.NoError(t, err)
		defer i.s.Close()
		intruders[k] = i
		all.Go(func() {
			for ctx.Err() == nil {
				if err := i.step(); err != nil {
					t.Error(err)
					cancel()
				}
			}
		})
	}
	all.Go(func() { h.run(ctx) })
	all.Wait()

	after, _ := state(t, h.outside)
	require.Equal(t, before, after)
	calls, done := 0, map[errno]int{}
	for _, i := range intruders {
		calls += i.calls
		for e, n := range i.done {
			done[e] += n
		}
	}
	t.Logf("%d exchanges, %d calls: %d successful, %d led out", h.exchanges, calls, done[success], done[errPerm])
	require.NotZero(t, done[success])
	require.NotZero(t, done[errPerm])
}

// Several guests share a file system in memory: it keeps its books, whatever they do at once.
func TestSharedMemFS(t *testing.T) {
	notInWasm(t) // where there is one thread, which would never hear that the time is up
	m := NewMemFS(MemOptions{Bytes: 10000, Files: 100})
	ctx, cancel := context.WithTimeout(context.Background(), raceTime(t))
	defer cancel()
	var all sync.WaitGroup
	for k := range uint64(3) {
		i, err := newIntruder(Config{Dirs: []Dir{{FS: m}}, Limits: Limits{Descriptors: 10}}, nil, k)
		require.NoError(t, err)
		all.Go(func() {
			defer i.s.Close()
			for ctx.Err() == nil {
				if err := i.step(); err != nil {
					t.Error(err)
					cancel()
				}
			}
		})
	}
	all.Go(func() { // the host looks at it meanwhile
		for ctx.Err() == nil {
			fs.WalkDir(m, ".", func(name string, d fs.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					fs.ReadFile(m, name)
				}
				return nil
			})
		}
	})
	all.Wait()

	seen, size, names := map[*inode]bool{}, int64(0), 0
	var count func(n *inode)
	count = func(n *inode) {
		for _, c := range n.entries {
			names++
			count(c)
		}
		if !seen[n] {
			size += n.stat(0).size
		}
		seen[n] = true
		require.Zero(t, n.opened)
	}
	count(m.root)
	require.Equal(t, names, m.files)
	require.Equal(t, size, m.bytes)
}
