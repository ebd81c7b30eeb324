package wasitarget

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two systems on different directories, made at different times, tell the same.
func TestDeterministic(t *testing.T) {
	world := func(order ...string) (told []any) {
		dir := t.TempDir()
		for _, name := range order {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o666))
		}
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer r.Close()
		go func() {
			for _, piece := range order {
				w.WriteString(piece)
				time.Sleep(time.Millisecond)
			}
			w.Close()
		}()
		g := newGuest(t, Config{Deterministic: &Deterministic{Seed: 7}, Stdin: r, Dirs: []Dir{{Host: dir, Guest: "/"}}})
		for id := range int32(4) {
			g.ok(g.ClockTimeGet(id, 0, word))
			told = append(told, g.u64(word))
		}
		g.ok(g.RandomGet(area, 32))
		told = append(told, g.bytes(area, 32))
		start := time.Now()
		told = append(told, g.pollOneoff(clockSub(1, clockMonotonic, uint64(time.Hour), 0), fdSub(2, eventFdRead, 0)))
		told = append(told, g.pollOneoff(clockSub(1, clockMonotonic, uint64(time.Hour), 0)))
		require.Less(t, time.Since(start), time.Minute)
		g.ok(g.ClockTimeGet(clockRealtime, 0, word))
		told = append(told, g.u64(word))

		told = append(told, g.read(0, 4))
		g.ok(g.FdFdstatSetFlags(0, flagNonblock))
		told = append(told, g.read(0, 40))

		fd := g.open("new", openCreate, fileAccess, 0)
		g.write(fd, "text")
		g.ok(g.FdFilestatGet(fd, area))
		told = append(told, g.bytes(area, 64))
		g.ok(g.FdReaddir(first, area, 400, 0, word))
		told = append(told, g.bytes(area, int32(g.u32(word))))
		return told
	}
	a := world("a", "bb", "ccc")
	time.Sleep(10 * time.Millisecond)
	b := world("ccc", "a", "bb")
	b[8], b[9] = a[8], a[9] // the input is the host's
	require.Equal(t, a, b)
	require.Equal(t, "abbc", a[8])
	require.Equal(t, "cc", a[9])
	require.EqualValues(t, time.Date(2022, 1, 1, 0, 0, 0, 2e6, time.UTC).UnixNano(), a[0])
}

// Times before the run and those that the guest sets are what they are.
func TestDeterministicTimes(t *testing.T) {
	dir, past := t.TempDir(), time.Unix(1e9, 0)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "f"), nil, 0o666))
	require.NoError(t, os.Chtimes(filepath.Join(dir, "f"), time.Time{}, past))
	g := newGuest(t, Config{Deterministic: &Deterministic{}, Dirs: []Dir{{Host: dir, Guest: "/"}}})
	p, n := g.str("f")
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.EqualValues(t, past.UnixNano(), g.u64(area+48))
	require.EqualValues(t, past.UnixNano(), g.u64(area+40), "reading leaves no trace")
	g.ok(g.PathFilestatSetTimes(first, 0, p, n, 5, 7, setAtime|setMtime))
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.EqualValues(t, 7, g.u64(area+48))
	future := time.Now().Add(time.Hour).UnixNano()
	g.ok(g.PathFilestatSetTimes(first, 0, p, n, future, future, setAtime|setMtime))
	g.ok(g.PathFilestatGet(first, 0, p, n, area))
	require.EqualValues(t, future, g.u64(area+48))
}

// A pipe that was made long before the run tells nothing of that.
func TestDeterministicPipe(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	time.Sleep(2 * fileTick)
	g := newGuest(t, Config{Deterministic: &Deterministic{}, Stdin: r})
	g.ok(g.FdFilestatGet(0, area))
	require.Equal(t, string(make([]byte, 24)), g.bytes(area+40, 24))
}

// Whether the host gives a new file the inode number of one that is gone makes no difference.
func TestDeterministicInodes(t *testing.T) {
	g, _ := newDirGuest(t, nil)
	g.fix(Deterministic{})
	f := g.fixed
	inode := func(name string) uint64 {
		p, n := g.str(name)
		g.ok(g.PathFilestatGet(first, 0, p, n, area))
		return g.u64(area + 8)
	}
	seen := map[uint64]bool{}
	for range 3 {
		for _, remove := range []func(){
			func() { g.ok(g.unlink("f")) },
			func() {
				g.ok(g.FdClose(g.open("g", openCreate, readWrite, 0)))
				seen[inode("g")] = true
				g.ok(g.rename(first, "g", first, "f"))
				require.True(t, seen[inode("f")])
				g.ok(g.unlink("f"))
			},
		} {
			g.ok(g.FdClose(g.open("f", openCreate, readWrite, 0)))
			require.NotContains(t, seen, inode("f"))
			seen[inode("f")] = true
			remove()
		}
		g.ok(g.mkdir("d"))
		require.NotContains(t, seen, inode("d"))
		seen[inode("d")] = true
		g.ok(g.rmdir("d"))
	}
	require.Empty(t, f.inos.seen, "and nothing grows")
}

// Directories are in order, with each name once, also where they are larger than what is kept of other listings.
func TestDeterministicLargeDirectory(t *testing.T) {
	const n = 3 * keptEntries
	m := NewMemFS(MemOptions{})
	want := []string{".", ".."}
	for i := range n {
		want = append(want, fmt.Sprintf("f%05d", i))
		require.NoError(t, m.WriteFile(fmt.Sprintf("f%05d", i*7919%n), nil)) // 7919 is a prime
	}
	g := newGuest(t, Config{Deterministic: &Deterministic{}, Dirs: []Dir{{FS: m}}})
	var got []string
	for full := true; full; {
		var list []dirent
		list, full = g.readdir(first, uint64(len(got)), 4000)
		got = append(got, names(list)...)
	}
	require.Equal(t, want, got)
}

// crowd is a directory of names without end.
type crowd struct{ oddFile }

func (crowd) ReadDir(n int) ([]fs.DirEntry, error) {
	list := make([]fs.DirEntry, n)
	for i := range list {
		list[i] = memInfo{name: "x"}
	}
	return list, nil
}

// Listing a directory without end ends: sorted, at a number of entries; else by a context.
func TestCrowdedDirectory(t *testing.T) {
	c := Config{Dirs: []Dir{{FS: oddFS{func() (fs.File, error) { return crowd{}, nil }}}}}
	g := newGuest(t, c)
	g.ends(func() (int32, error) { return g.FdReaddir(first, area, 500, -1, word) })

	c.Deterministic = &Deterministic{}
	g = newGuest(t, c)
	g.want(errNomem)(g.FdReaddir(first, area, 500, 0, word))
	require.Nil(t, g.fds[first].dir.entries)
}
