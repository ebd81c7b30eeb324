package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// programModule is the module path under which every program of wasm2go run is built: the same for all, so that the go command's
// own cache serves the runtime packages.
const programModule = "program"

const (
	// unusedFor is how long a cached program may lie unused before it is removed.
	unusedFor = 30 * 24 * time.Hour

	// silentFor is how long nobody has said that a build goes on before what is there of it is removed: see keepAlive.
	silentFor = 30 * time.Minute
	heartbeat = time.Minute
)

// A cache holds built programs, each as DIR/<key>/NAME beside a record of its size and hash: what the disk lost or somebody changed is
// built again. Builds go on in DIR/build-*, and get their place, complete and written to the disk, in one step.
type cache struct{ dir string }

const buildPrefix = "build-"

func openCache() (cache, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return cache{}, fmt.Errorf("run: no place to build in: %w", err)
	}
	c := cache{filepath.Join(dir, "wasm2go")}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return cache{}, noCache(err)
	}
	return c, nil
}

func noCache(err error) error {
	return fmt.Errorf("run: no place to build in (-engine interp needs none): %w", err)
}

// lookup finds a built program and notes that it was used.
func (c cache) lookup(key, name string) (string, bool) {
	c.cleanBuilds(time.Now().Add(-silentFor))
	exe := c.executable(key, name)
	if !intact(exe) {
		return "", false
	}
	now := time.Now()
	_ = os.Chtimes(filepath.Dir(exe), now, now) // at worst it is removed, and built again
	return exe, true
}

func (c cache) executable(key, name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(c.dir, key, name)
}

// build compiles the files to a program. Several processes may build the same: each works in a directory of its own, and whoever
// comes last finds the place taken by an equal program.
func (c cache) build(key, name string, files []outputFile, goTool string, s streams) (string, error) {
	c.clean(time.Now().Add(-unusedFor))
	temp, err := os.MkdirTemp(c.dir, buildPrefix)
	if err != nil {
		return "", noCache(err)
	}
	defer os.RemoveAll(temp)
	defer keepAlive(temp)()
	ctx, stop := untilSignal()
	defer stop()
	src := output{dir: filepath.Join(temp, "src"), name: name, files: files}
	if err := src.write(ctx, streams{}); err != nil {
		return "", err
	}
	final := c.executable(key, name)
	done := filepath.Join(temp, "done")
	exe := filepath.Join(done, filepath.Base(final))
	if err := goBuild(ctx, goTool, src.dir, exe, temp, s); err != nil {
		return "", err
	}
	if err := writeRecord(exe); err != nil {
		return "", noCache(err)
	}
	return final, c.place(done, final, temp)
}

// place gives a built program its directory. What is there already stays if it is as good, else it goes to the temporary directory.
func (c cache) place(done, final, temp string) error {
	dir := filepath.Dir(final)
	for try := 0; ; try++ {
		err := os.Rename(done, dir)
		switch {
		case err == nil:
			return syncPath(c.dir)
		case intact(final):
			return nil
		case try == 3: // others put damaged ones there all the time, or it is something else
			return noCache(err)
		}
		_ = os.Chmod(dir, 0o700) // or it could not be moved; the next try tells whether it was
		_ = os.Rename(dir, filepath.Join(temp, fmt.Sprint("damaged", try)))
	}
}

// clean removes what was not used since then.
func (c cache) clean(since time.Time) {
	c.remove(since, "")
}

// cleanBuilds removes what is left of builds that were cut off before then.
func (c cache) cleanBuilds(since time.Time) {
	c.remove(since, buildPrefix)
}

// remove removes what has not been touched since then and has a name that begins so.
func (c cache) remove(since time.Time, prefix string) {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return // it is only about disk space
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		if info, err := e.Info(); err == nil && info.ModTime().Before(since) {
			_ = os.RemoveAll(filepath.Join(c.dir, e.Name()))
		}
	}
}

// keepAlive says every minute that the build in a directory goes on, until it is told to stop.
func keepAlive(dir string) (stop func()) {
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case now := <-tick.C:
				_ = os.Chtimes(dir, now, now) // at worst another run takes it for given up
			}
		}
	}()
	return func() { close(done) }
}
