package wasitarget

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/mem"
)

// ends runs a call that waits for ever until its context is cancelled, and again until its time is over.
func (g *guest) ends(call func() (int32, error)) {
	g.t.Helper()
	defer g.SetContext(nil)
	reason := errors.New("the host has had enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	time.AfterFunc(20*time.Millisecond, func() { cancel(reason) })
	g.SetContext(ctx)
	_, err := call()
	require.ErrorIs(g.t, err, context.Canceled)
	require.ErrorIs(g.t, err, reason)
	_, err = call()
	require.ErrorIs(g.t, err, context.Canceled, "it has ended before")

	start := time.Now() // before the deadline is set, which counts from then
	timed, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	g.SetContext(timed)
	_, err = call()
	require.ErrorIs(g.t, err, context.DeadlineExceeded)
	require.GreaterOrEqual(g.t, time.Since(start), 20*time.Millisecond)
}

// noLeaks fails if at the end of the test there are more goroutines or descriptors than now.
func noLeaks(t testing.TB) {
	r, w, err := os.Pipe() // Go makes what it polls with at the first one
	require.NoError(t, err)
	r.Close()
	w.Close()
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	t.Cleanup(func() {
		for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > goroutines && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		require.LessOrEqual(t, runtime.NumGoroutine(), goroutines, "goroutines")
		require.Equal(t, files, openFiles(t), "descriptors")
	})
}

// openFiles counts the descriptors of the process, where the system tells.
func openFiles(t testing.TB) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

func TestContextEndsSleep(t *testing.T) {
	noLeaks(t)
	g := newGuest(t, Config{})
	for name, subs := range map[string][]byte{
		"relative": clockSub(1, clockMonotonic, 1<<62, 0),
		"absolute": clockSub(1, clockRealtime, 1<<63-1, clockAbsolute),
		"overflow": clockSub(1, clockMonotonic, 1<<64-1, 0),
		"cpu time": clockSub(1, clockProcessCPU, 1<<62, 0),
	} {
		t.Run(name, func(t *testing.T) {
			g := g.in(t)
			in := g.put(subs)
			g.ends(func() (int32, error) { return g.PollOneoff(in, area, 1, word) })
		})
	}
	require.Len(t, g.pollOneoff(clockSub(1, clockMonotonic, 1, 0)), 1, "it goes on")
}

func TestContextEndsPoll(t *testing.T) {
	if !canPoll {
		t.Skip("no poll on this platform")
	}
	noLeaks(t)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	g := newGuest(t, Config{Stdin: r})
	in := g.put(append(fdSub(1, eventFdRead, 0), clockSub(2, clockMonotonic, 1<<62, 0)...))
	g.ends(func() (int32, error) { return g.PollOneoff(in, area, 1, word) })
	g.ends(func() (int32, error) { return g.PollOneoff(in, area, 2, word) })

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	g.SetContext(ctx)
	w.WriteString("x")
	require.Equal(t, []event{{1, success, eventFdRead, 1, 0}}, g.pollOneoff(fdSub(1, eventFdRead, 0)))
}

// blocking is a Reader and Writer that does nothing until it is released.
type blocking struct{ release chan struct{} }

func (b blocking) Read(p []byte) (int, error)  { <-b.release; return copy(p, "late"), nil }
func (b blocking) Write(p []byte) (int, error) { <-b.release; return len(p), nil }

func TestContextEndsStreams(t *testing.T) {
	noLeaks(t)
	osIn, osInWriter, err := os.Pipe()
	require.NoError(t, err)
	osOutReader, osOut, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { osIn.Close(); osInWriter.Close(); osOut.Close(); osOutReader.Close() })
	in, _ := io.Pipe()
	_, out := io.Pipe()
	t.Cleanup(func() { in.Close(); out.Close() })
	b := blocking{make(chan struct{})}
	t.Cleanup(func() { close(b.release) })
	for name, c := range map[string]Config{
		"pipes of the system": {Stdin: osIn, Stdout: osOut},
		"pipes of Go":         {Stdin: in, Stdout: out},
		"own":                 {Stdin: b, Stdout: b},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuest(t, c)
			text := g.vecs(0, mem.Page)
			g.ends(func() (int32, error) { return g.FdRead(0, g.vecs(area, 8), 1, word) })
			g.ends(func() (int32, error) {
				for {
					if _, err := g.FdWrite(1, text, 1, word); err != nil {
						return 0, err
					}
				}
			})
		})
	}
}

// What a read gets that nobody waits for any more, the next one gives.
func TestLateRead(t *testing.T) {
	noLeaks(t)
	b := blocking{make(chan struct{})}
	g := newGuest(t, Config{Stdin: b})
	g.ends(func() (int32, error) { return g.FdRead(0, g.vecs(area, 8), 1, word) })
	close(b.release)
	require.Equal(t, "la", g.read(0, 2))
	require.Equal(t, []event{{1, success, eventFdRead, 2, 0}}, g.pollOneoff(fdSub(1, eventFdRead, 0), clockSub(2, clockMonotonic, 1<<62, 0)))
	require.Equal(t, "te", g.read(0, 8))
}

// A reader that is at its end stays there, and one without context is used as it is.
func TestContextChangesNoData(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var out strings.Builder
	g := newGuest(t, Config{Stdin: strings.NewReader("hello"), Stdout: &out, Context: ctx})
	require.Equal(t, "hel", g.read(0, 3))
	require.Equal(t, "lo", g.read(0, 3))
	require.Empty(t, g.read(0, 3))
	require.Empty(t, g.read(0, 3))
	g.write(1, "out")
	require.Equal(t, "out", out.String())
}

// A write of more than a pipe holds is whole, also where a context may end it.
func TestContextWritesWhole(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	g := newGuest(t, Config{Stdout: w, Context: ctx})
	got := make(chan int)
	go func() {
		b, _ := io.ReadAll(r)
		got <- len(b)
	}()
	for range 4 {
		g.ok(g.FdWrite(1, g.vecs(0, mem.Page), 1, word))
		require.EqualValues(t, mem.Page, g.u32(word))
	}
	w.Close()
	require.Equal(t, 4*mem.Page, <-got)
}

// Two guests wait for one pipe: whoever gets nothing can still be ended.
func TestContextEndsSharedRead(t *testing.T) {
	noLeaks(t)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	ctx, cancel := context.WithCancel(context.Background())
	results := make(chan error)
	for range 2 {
		g := newGuest(t, Config{Stdin: r, Context: ctx})
		go func() {
			_, err := g.FdRead(0, g.vecs(area, 8), 1, word)
			results <- err
		}()
	}
	time.Sleep(10 * time.Millisecond)
	w.WriteString("x")
	require.NoError(t, <-results)
	cancel()
	require.ErrorIs(t, <-results, context.Canceled)
}

// withContext is an instance whose calls have contexts.
type withContext struct {
	*memory
	ctx context.Context
}

func (w *withContext) Context() context.Context { return w.ctx }

// The instance's context and the System's both count.
func TestContextOfTheCall(t *testing.T) {
	noLeaks(t)
	g := newGuest(t, Config{})
	inst := &withContext{g.m, context.Background()}
	require.NoError(t, g.Bind(inst))
	in := g.put(clockSub(1, clockMonotonic, 1<<62, 0))
	poll := func() error {
		_, err := g.PollOneoff(in, area, 1, word)
		return err
	}
	long, stop := context.WithTimeout(context.Background(), time.Hour)
	defer stop()
	for _, own := range []context.Context{nil, context.Background(), long} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		g.SetContext(own)
		inst.ctx = ctx
		require.ErrorIs(t, poll(), context.DeadlineExceeded)

		ctx, cancel = context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		g.SetContext(ctx)
		inst.ctx = own
		require.ErrorIs(t, poll(), context.DeadlineExceeded)
	}
}
