package wasitarget

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/rt"
)

func TestRunExitCode(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		code   int
		stderr string
	}{
		"returns":        {nil, 0, ""},
		"exits with 0":   {&ExitError{0}, 0, ""},
		"exits":          {&ExitError{42}, 42, ""},
		"exits, wrapped": {fmt.Errorf("start: %w", &ExitError{3}), 3, ""},
		"traps":          {&rt.Trap{Kind: rt.Unreachable}, 1, "prog: wasm trap: unreachable\n"},
		"fails":          {errors.New("unknown import"), 1, "prog: unknown import\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr strings.Builder
			code := Run(func(*System) error { return c.err }, []string{"/bin/prog"}, nil, &stderr)
			require.Equal(t, c.code, code)
			require.Equal(t, c.stderr, stderr.String())
		})
	}
	missing := []string{dirsVariable + "=" + os.TempDir() + "/does/not/exist"}
	require.Equal(t, 1, Run(func(*System) error { return nil }, nil, missing, io.Discard))
}

func TestProcessConfig(t *testing.T) {
	c, err := processConfig([]string{"/bin/prog", "x"}, []string{"A=1", "WASM2GO_DIRS=/tmp", "WASM2GO_OTHER=1", "B=2", "WASM2GO_LIMITS=fds=9,memory=65536"}, nil)
	require.NoError(t, err)
	require.Equal(t, Limits{Descriptors: 9, Memory: 65536}, c.Limits)
	require.Equal(t, []string{"/bin/prog", "x"}, c.Args)
	require.Equal(t, []string{"A=1", "B=2"}, c.Env)
	require.Equal(t, []Dir{{Host: "/tmp"}}, c.Dirs)
	c, err = processConfig(nil, nil, nil)
	require.NoError(t, err)
	require.Empty(t, c.Dirs)
	require.Nil(t, c.Deterministic)
	require.Nil(t, c.Trace)

	c, err = processConfig(nil, []string{"WASM2GO_DETERMINISTIC=seed=7,step=1s,start=2001-02-03T04:05:06Z", "WASM2GO_TRACE=1"}, os.Stderr)
	require.NoError(t, err)
	require.Equal(t, &Deterministic{Start: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), Step: time.Second, Seed: 7}, c.Deterministic)
	require.Equal(t, os.Stderr, c.Trace)
	_, err = processConfig(nil, []string{"WASM2GO_GROW=no"}, nil)
	require.EqualError(t, err, `WASM2GO_GROW: "no": want one of warn, silent, trap`)
	_, err = processConfig(nil, []string{"WASM2GO_LIMITS=fds=x"}, nil)
	require.EqualError(t, err, `WASM2GO_LIMITS: limit "fds=x": want NAME=NUMBER`)
	for _, bad := range []string{"sed=1", "seed=x", "step=0s", "step=-1s", "start=now", "seed"} {
		_, err = processConfig(nil, []string{"WASM2GO_DETERMINISTIC=" + bad}, nil)
		require.ErrorContains(t, err, "WASM2GO_DETERMINISTIC: ")
	}
}

func TestParseDirs(t *testing.T) {
	require.Empty(t, ParseDirs("", ':'))
	require.Equal(t, []Dir{
		{Host: "/a", Guest: "/"}, {Host: "/b"}, {Host: "c", Guest: "d"}, {Host: "/e", Guest: "/e", ReadOnly: true},
	}, ParseDirs("/a::/:/b:c::d:/e::/e::ro", ':'))
	require.Equal(t, []Dir{{Host: `C:\data`, Guest: "/data"}, {Host: `D:\`, ReadOnly: true}}, ParseDirs(`C:\data::/data;D:\::::ro`, ';'))
	require.Equal(t, []Dir{{Host: "/a", Guest: "/", ReadOnly: true}, {Host: "/b", Guest: "/b"}}, ParseDirs("/a::/::RO:/b::/b::", ':'))
}

func TestReport(t *testing.T) {
	trap := &rt.Trap{Kind: rt.OutOfBoundsMemory}
	trap.Stack = []rt.Frame{{Module: "m", Func: "f", Index: 3, Offset: 0x1f3}, {Module: "m", Func: "g", Index: 4, Offset: 0x200}}
	require.Equal(t, "wasm trap: out of bounds memory access\n\tat m.f (fn3 @0x1f3)\n\tat m.g (fn4 @0x200)",
		report(fmt.Errorf("start: %w", trap)))
	trap.Cause = errors.New("chip is gone")
	trap.Stack = nil
	require.Equal(t, "wasm trap: out of bounds memory access: chip is gone", report(trap))
	require.Equal(t, "plain", report(errors.New("plain")))
	outer := &rt.HostError{Import: "env.back", Err: fmt.Errorf("inner: %w", trap), Stack: []rt.Frame{{Module: "m", Func: "h", Offset: 1}}}
	trap.Stack = slices.Repeat([]rt.Frame{{Module: "m", Func: "f", Offset: 2}}, 100)
	trap.Stack[31].Omitted = 1000
	text := report(outer)
	require.Contains(t, text, "\n\t1061 more\n", "of 1101")
	require.True(t, strings.HasSuffix(text, "m.h (fn0 @0x1)"), text)
	require.Equal(t, 32+1+8, strings.Count(text, "\n"), text)
}
