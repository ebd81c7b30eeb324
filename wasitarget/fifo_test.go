//go:build unix

package wasitarget

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func fifoGuest(t *testing.T) (*guest, string) {
	if runtime.GOOS != "linux" {
		t.Skip("what named pipes do in nonblocking mode is known of Linux")
	}
	g, dir := newDirGuest(t, nil)
	name := filepath.Join(dir, "fifo")
	require.NoError(t, mkfifo(name))
	return g, name
}

func TestContextEndsFIFO(t *testing.T) {
	noLeaks(t)
	g, _ := fifoGuest(t)
	p, n := g.str("fifo")
	for _, rights := range []int64{rightFdRead, rightFdWrite} {
		g.ends(func() (int32, error) { return g.PathOpen(first, 0, p, n, 0, rights, 0, 0, word) })
	}
	fd := g.open("fifo", 0, readWrite, 0)
	g.ends(func() (int32, error) { return g.FdRead(fd, g.vecs(area, 8), 1, word) })
	g.write(fd, "x")
	require.Equal(t, "x", g.read(fd, 8))
}

// Opening waits for the other end, with and without something written at once, and loses nothing.
func TestFIFOWaitsForWriter(t *testing.T) {
	for _, text := range []string{"", "text"} {
		g, name := fifoGuest(t)
		opened := make(chan *os.File, 1)
		go func() {
			time.Sleep(10 * time.Millisecond)
			w, err := os.OpenFile(name, os.O_WRONLY, 0)
			if err == nil {
				w.WriteString(text)
			}
			opened <- w
		}()
		fd := g.open("fifo", 0, rightFdRead|rightPollFdReadwrite, 0)
		w := <-opened
		if text == "" {
			text = "later"
			w.WriteString(text)
		}
		require.Len(t, g.pollOneoff(fdSub(1, eventFdRead, uint32(fd))), 1)
		var got string
		for len(got) < len(text) {
			got += g.read(fd, 20)
		}
		require.Equal(t, text, got)
		w.Close()
		require.Empty(t, g.read(fd, 20))
	}
}

func TestFIFOWaitsForReader(t *testing.T) {
	g, name := fifoGuest(t)
	got := make(chan string)
	go func() {
		time.Sleep(10 * time.Millisecond)
		b, _ := os.ReadFile(name)
		got <- string(b)
	}()
	fd := g.open("fifo", 0, rightFdWrite, 0)
	g.write(fd, "text")
	g.ok(g.FdClose(fd))
	require.Equal(t, "text", <-got)
}
