package wasitarget

import (
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
}
