package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// built is the one program in a cache.
func built(t *testing.T, cacheDir string) string {
	found, err := filepath.Glob(filepath.Join(cacheDir, "wasm2go", "*", "mandel"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	return found[0]
}

// entry puts a program into a cache as build does.
func entry(t *testing.T, c cache, key, content string) (exe string, err error) {
	temp, err := os.MkdirTemp(c.dir, buildPrefix)
	require.NoError(t, err)
	defer os.RemoveAll(temp)
	final := c.executable(key, "prog")
	done := filepath.Join(temp, "done")
	require.NoError(t, os.Mkdir(done, 0o777))
	exe = filepath.Join(done, filepath.Base(final))
	require.NoError(t, os.WriteFile(exe, []byte(content), 0o777))
	require.NoError(t, writeRecord(exe))
	return final, c.place(done, final, temp)
}

// TestCacheDamage: what is not as it was built is built again, whatever happened to it.
func TestCacheDamage(t *testing.T) {
	const program = "a program of some length"
	for name, damage := range map[string]func(exe string) error{
		"truncated":    func(exe string) error { return os.Truncate(exe, 10) },
		"empty":        func(exe string) error { return os.Truncate(exe, 0) },
		"longer":       func(exe string) error { return os.WriteFile(exe, []byte(program+"!"), 0o777) },
		"flipped":      func(exe string) error { return os.WriteFile(exe, []byte("A"+program[1:]), 0o777) },
		"gone":         os.Remove,
		"a directory":  func(exe string) error { return replace(exe, func() error { return os.Mkdir(exe, 0o777) }) },
		"a link":       func(exe string) error { return replace(exe, func() error { return os.Symlink(os.Args[0], exe) }) },
		"no record":    func(exe string) error { return os.Remove(filepath.Join(filepath.Dir(exe), recordName)) },
		"empty record": func(exe string) error { return os.Truncate(filepath.Join(filepath.Dir(exe), recordName), 0) },
		"wrong record": func(exe string) error {
			return os.WriteFile(filepath.Join(filepath.Dir(exe), recordName), []byte("24 00\n"), 0o666)
		},
		"the record a directory": func(exe string) error {
			record := filepath.Join(filepath.Dir(exe), recordName)
			return replace(record, func() error { return os.Mkdir(record, 0o777) })
		},
		"not executable": func(exe string) error { return os.Chmod(exe, 0o644) },
		"not readable":   func(exe string) error { return os.Chmod(exe, 0o311) },
		"a closed entry": func(exe string) error { return os.Chmod(filepath.Dir(exe), 0) },
		"the entry a file": func(exe string) error {
			return replace(filepath.Dir(exe), func() error { return os.WriteFile(filepath.Dir(exe), nil, 0o666) })
		},
		"the entry gone": func(exe string) error { return os.RemoveAll(filepath.Dir(exe)) },
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && (strings.HasPrefix(name, "not ") || name == "a closed entry") {
				t.Skip("there are no such modes")
			}
			c := cache{t.TempDir()}
			exe, err := entry(t, c, "key", program)
			require.NoError(t, err)
			found, ok := c.lookup("key", "prog")
			require.True(t, ok)
			require.Equal(t, exe, found)

			require.NoError(t, damage(exe))
			if name != "a closed entry" || os.Getuid() != 0 { // root gets in
				_, ok = c.lookup("key", "prog")
				require.False(t, ok)
			}
			_, err = entry(t, c, "key", program)
			require.NoError(t, err)
			_, ok = c.lookup("key", "prog")
			require.True(t, ok)
			require.Equal(t, program, read(t, exe))
			require.Equal(t, []string{"key"}, names(t, c.dir), "nothing else stays")
		})
	}
}

// replace removes a file and puts something else in its place.
func replace(path string, put func() error) error {
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return put()
}

// TestCacheRace: builds of one program, beside somebody who damages it all the time, end with it in place.
func TestCacheRace(t *testing.T) {
	c := cache{t.TempDir()}
	stop := make(chan struct{})
	var vandal, builders sync.WaitGroup
	vandal.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_ = os.Truncate(c.executable("key", "prog"), 1)
				time.Sleep(time.Millisecond)
			}
		}
	})
	for range 8 {
		builders.Go(func() {
			for range 20 {
				_, _ = entry(t, c, "key", "a program") // or the last try, too, met a damaged one
			}
		})
	}
	builders.Wait()
	close(stop)
	vandal.Wait()
	_, err := entry(t, c, "key", "a program")
	require.NoError(t, err)
	_, ok := c.lookup("key", "prog")
	require.True(t, ok)
	require.Equal(t, []string{"key"}, names(t, c.dir))
}

// TestCacheClean: what was not used for long goes, what is left of builds soon, and nothing else.
func TestCacheClean(t *testing.T) {
	c := cache{t.TempDir()}
	for _, key := range []string{"old", "new"} {
		_, err := entry(t, c, key, "")
		require.NoError(t, err)
	}
	long := time.Now().Add(-2 * unusedFor)
	require.NoError(t, os.Chtimes(filepath.Join(c.dir, "old"), long, long))
	c.clean(time.Now().Add(-unusedFor))
	require.Equal(t, []string{"new"}, names(t, c.dir))

	require.NoError(t, os.Chtimes(filepath.Join(c.dir, "new"), long, long))
	_, ok := c.lookup("new", "prog")
	require.True(t, ok)
	c.clean(time.Now().Add(-unusedFor))
	require.Equal(t, []string{"new"}, names(t, c.dir), "a lookup is a use")

	hour := time.Now().Add(-time.Hour)
	for _, build := range []string{"build-1", "build-2"} {
		require.NoError(t, os.MkdirAll(filepath.Join(c.dir, build, "src"), 0o777))
	}
	require.NoError(t, os.Chtimes(filepath.Join(c.dir, "build-1"), hour, hour))
	_, ok = c.lookup("another", "prog")
	require.False(t, ok)
	require.Equal(t, []string{"build-2", "new"}, names(t, c.dir), "the run of any module looks for what is left of builds")
}

// TestCacheClosed: without a place to build in, what is built still runs, and all else has a clear error.
func TestCacheClosed(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("root may write everywhere")
	}
	c := cache{t.TempDir()}
	_, err := entry(t, c, "key", "a program")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(c.dir, 0o555))
	defer os.Chmod(c.dir, 0o777)
	_, ok := c.lookup("key", "prog")
	require.True(t, ok)
	_, err = c.build("other", "prog", nil, "go", streams{})
	require.ErrorContains(t, err, "run: no place to build in (-engine interp needs none): ")
	require.ErrorContains(t, err, "permission denied")
}

// slowGo stands for a go command whose builds take their time, in another process that hears no interrupts.
const slowGo = `#!/bin/sh
case $1 in
build) sleep 60 >/dev/null 2>&1 & echo $! >"$GOTMPDIR/../../child" && mkdir "$GOTMPDIR/go-build1" && wait ;;
esac
`

// ended tells whether a process is none any more, or is one that nobody has waited for yet.
func ended(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil || process.Signal(syscall.Signal(0)) != nil {
		return true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// TestInterruptedBuild: a build that a signal ends leaves nothing, no process either.
func TestInterruptedBuild(t *testing.T) {
	exe, cacheDir := buildTool(t)
	bin := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(bin, "go"), []byte(slowGo), 0o777))
	cmd := exec.Command(exe, "run", sample(t, "sample", "mandel.wasm"))
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cacheDir, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	require.NoError(t, cmd.Start())
	dir := filepath.Join(cacheDir, "wasm2go")
	require.Eventually(t, func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "build-*", "go-build1"))
		return len(found) > 0
	}, time.Minute, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, cmd.Wait())
	require.Equal(t, 128+int(syscall.SIGTERM), cmd.ProcessState.ExitCode())
	require.Empty(t, names(t, dir))
	child, err := strconv.Atoi(strings.TrimSpace(read(t, filepath.Join(cacheDir, "child"))))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return ended(child) }, 10*time.Second, 10*time.Millisecond)
}
