package wasitarget

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt/abi"
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

// intruder is a guest that makes random calls with paths and looks whether it saw anything that it must not see.
type intruder struct {
	s       *System
	m       *memory
	rand    *rand.Rand
	secrets map[uint64]bool // inodes outside
	dir     int32           // what paths are relative to
	calls   int
	done    map[errno]int // how often calls ended so
}

func newIntruder(c Config, secrets map[uint64]bool, seed uint64) (*intruder, error) {
	s, err := New(c)
	if err != nil {
		return nil, err
	}
	i := &intruder{s: s, m: &memory{}, rand: rand.New(rand.NewPCG(seed, 1)), secrets: secrets, dir: first, done: map[errno]int{}}
	return i, abi.Bind(i.m, s)
}

// Where an intruder's arguments and results are.
const (
	pathA, pathB = 1000, 6000
	rights       = allRights &^ rightFdWrite
)

var (
	raceNames = []string{"a", "b", "c", "d", "f", "g", "new", "secret", "inner", "link", "..", "."}
	raceText  = "guest was here"
)

// path stores a random path. Most go through one of the names that the host exchanges to one that there is outside, too.
func (i *intruder) path(at int32) (int32, int32) {
	parts := make([]string, 1+i.rand.IntN(4))
	for k := range parts {
		parts[k] = raceNames[i.rand.IntN(len(raceNames))]
	}
	if i.rand.IntN(4) > 0 {
		parts = []string{raceNames[i.rand.IntN(2)], []string{"f", "secret", "inner", "new"}[i.rand.IntN(4)]}
	}
	name := strings.Join(parts, "/") + []string{"", "", "", "/", "/."}[i.rand.IntN(5)]
	copy(i.m.b[at:], name)
	return at, int32(len(name))
}

func (i *intruder) number(at int32) uint64 {
	v, _ := i.m.number(uint64(at), 8)
	return v
}

// step makes a call. The error is that of an escape.
func (i *intruder) step() error {
	p, n := i.path(pathA)
	q, m := i.path(pathB)
	follow := int32(i.rand.IntN(2))
	var e int32
	var err error
	switch i.rand.IntN(12) {
	case 0:
		err = i.openFile(follow, p, n)
	case 1:
		err = i.openDir(follow, p, n)
	case 2:
		if e, err = i.s.PathFilestatGet(i.dir, follow, p, n, area); e == 0 && i.secrets[i.number(area+8)] {
			err = errors.New("saw what a file outside is like")
		}
	case 3:
		e, err = i.s.PathFilestatSetTimes(i.dir, follow, p, n, 1e9, 1e9, setAtime|setMtime)
	case 4:
		e, err = i.s.PathCreateDirectory(i.dir, p, n)
	case 5:
		e, err = i.s.PathRemoveDirectory(i.dir, p, n)
	case 6:
		e, err = i.s.PathUnlinkFile(i.dir, p, n)
	case 7:
		e, err = i.s.PathRename(i.dir, p, n, first, q, m)
	case 8:
		e, err = i.s.PathLink(i.dir, follow, p, n, first, q, m)
	case 9:
		e, err = i.s.PathSymlink(q, m, i.dir, p, n)
	case 10:
		if e, err = i.s.PathReadlink(i.dir, p, n, area, 100, word); e == 0 && string(i.m.b[area:area+7]) == "outside" {
			err = errors.New("read a link outside")
		}
	case 11:
		err = i.list()
	}
	i.calls++
	i.done[errno(e)]++
	if err != nil {
		return fmt.Errorf("%q, %q: %w", i.m.b[p:p+n], i.m.b[q:q+m], err)
	}
	return nil
}

func (i *intruder) openFile(follow, p, n int32) error {
	oflags := []int32{0, openCreate, openTruncate, openCreate | openExclusive, openCreate | openTruncate}[i.rand.IntN(5)]
	e, err := i.s.PathOpen(i.dir, follow, p, n, oflags, readWrite|rightFdSeek, 0, flagNonblock, word)
	i.done[errno(e)]++
	if e != 0 || err != nil {
		return err
	}
	fd := int32(i.number(word))
	defer i.s.FdClose(fd)
	le32(i.m.b[200:], 300)
	le32(i.m.b[204:], 100)
	i.s.FdRead(fd, 200, 1, word)
	if strings.Contains(string(i.m.b[300:400]), "secret") {
		return errors.New("read a file outside")
	}
	clear(i.m.b[300:400])
	copy(i.m.b[300:], raceText)
	le32(i.m.b[204:], uint32(len(raceText)))
	i.s.FdWrite(fd, 200, 1, word)
	return nil
}

// openDir opens a directory, which later paths are relative to.
func (i *intruder) openDir(follow, p, n int32) error {
	e, err := i.s.PathOpen(i.dir, follow, p, n, openDirectory, rights, allRights, 0, word)
	i.done[errno(e)]++
	if e != 0 || err != nil {
		return err
	}
	fd := int32(i.number(word))
	if e, _ := i.s.FdFilestatGet(fd, area); e == 0 && i.secrets[i.number(area+8)] {
		return errors.New("opened a directory outside")
	}
	if i.dir != first {
		i.s.FdClose(i.dir)
	}
	i.dir = fd
	return nil
}

// list reads the directory, and goes back to the first one.
func (i *intruder) list() error {
	i.s.FdReaddir(i.dir, 8192, 4096, 0, word)
	names := string(i.m.b[8192:12288])
	clear(i.m.b[8192:12288])
	if strings.Contains(names, "inside-out") { // a name that there is outside only
		return errors.New("listed a directory outside")
	}
	if i.dir != first {
		i.s.FdClose(i.dir)
		i.dir = first
	}
	return nil
}

// racingHost changes what a guest's paths lead to while it follows them.
type racingHost struct {
	root, outside, staging string
	rand                   *rand.Rand
	exchanges              int
}

func (h *racingHost) path(parts ...string) string { return filepath.Join(parts...) }

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
	name, link, held := h.path(h.root, raceNames[h.rand.IntN(2)]), h.path(h.staging, "link"), h.path(h.staging, "held")
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
	os.Mkdir(h.path(dir, "inner"), 0o777)
	for _, name := range []string{"f", "secret"} {
		if f, err := os.OpenFile(h.path(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666); err == nil {
			f.WriteString("inside")
			f.Close()
		}
	}
}

// exchange puts something else where one of the names is.
func (h *racingHost) exchange() {
	h.exchanges++
	name := []string{"a", "b", "c", "d"}[h.rand.IntN(4)]
	fresh, old := h.path(h.staging, fmt.Sprint("new", h.exchanges)), h.path(h.staging, fmt.Sprint("old", h.exchanges))
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
		if os.Rename(h.path(h.root, name), h.path(h.outside, "visitor")) == nil {
			os.Rename(h.path(h.outside, "visitor"), fresh)
		}
	default:
		os.MkdirAll(h.path(fresh, "b"), 0o777)
		os.MkdirAll(h.path(fresh, "inner"), 0o777)
		os.WriteFile(h.path(fresh, "f"), []byte("inside"), 0o666)
		os.Symlink("../f", h.path(fresh, "link"))
	}
	os.Rename(h.path(h.root, name), old)
	os.Rename(fresh, h.path(h.root, name))
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
