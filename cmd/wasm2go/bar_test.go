package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestBar draws pictures of one line each, whatever the terminal's width becomes, and takes them away for a message.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	columns := 0
	begun := time.Now()
	b := &bar{w: &out, width: func() int { return columns }, begun: begun, stop: make(chan struct{})}
	picture := func() string {
		out.Reset()
		b.draw(begun.Add(2500 * time.Millisecond))
		return out.String()
	}
	require.Empty(t, picture(), "nothing has begun")
	b.step("translating", 0, 0)
	require.Equal(t, "\rtranslating, 2 s", picture())
	b.step("translating", 30, 100)
	b.step("translating", 25, 100)
	want := "translating [=======                 ] 30/100, 2 s"
	require.Equal(t, "\r"+want, picture(), "a call that comes late takes nothing back")
	b.about("program/\x1b[31m")
	require.Equal(t, "\r"+want+`, program/\x1b[31m`, picture())

	columns = 20
	require.Equal(t, "\r"+want[:19], picture(), "the last column would begin a new line")
	columns = 5
	b.color = true
	require.Equal(t, "\rtran", picture())
	columns = 200
	b.about(strings.Repeat("ü", 200))
	colored := strings.NewReplacer("[=======", "["+green+"======="+plainColor).Replace(want)
	require.Equal(t, "\r"+colored+", "+strings.Repeat("ü", barLine-2-len(want)), picture())

	b.step("building", 3, 1)
	require.Equal(t, "\rbuilding    ["+green+strings.Repeat("=", barColumns)+plainColor+"] 1/1, 2 s"+strings.Repeat(" ", barLine-47), picture(), "blanks over the longer line")
	out.Reset()
	message(b, red, "%s", "hello")
	b.end()
	b.end()
	require.Equal(t, "\r"+strings.Repeat(" ", 47)+"\r"+red+"wasm2go:"+plainColor+" hello\n", out.String())
}

// TestNoBar: there is none where nobody looks, and it is as good as one.
func TestNoBar(t *testing.T) {
	s := (&talkFlags{}).begin(streams{err: &bytes.Buffer{}})
	require.Nil(t, s.bar)
	require.Nil(t, s.progress())
	s.bar.step("x", 1, 2)
	s.bar.about("x")
	s.bar.end()
}

// TestColored has the rules of NO_COLOR and CLICOLOR.
func TestColored(t *testing.T) {
	for _, test := range []struct {
		environ string
		want    bool
	}{
		{"", false}, {"CLICOLOR=1", false}, {"CLICOLOR_FORCE=1", true}, {"CLICOLOR_FORCE=0", false}, {"CLICOLOR_FORCE=1 NO_COLOR=1", false},
		{"CLICOLOR_FORCE=1 TERM=dumb", true},
	} {
		t.Run(test.environ, func(t *testing.T) {
			setColors(t, test.environ)
			require.Equal(t, test.want, colored(&bytes.Buffer{}))
		})
	}
}

func setColors(t *testing.T, environ string) {
	for _, name := range []string{"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"} {
		t.Setenv(name, "")
	}
	t.Setenv("TERM", "xterm")
	for _, v := range strings.Fields(environ) {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
}

// TestTalk: -q says nothing, -v says what is done, and both on nothing but standard error.
func TestTalk(t *testing.T) {
	inTemp(t, map[string]string{"add.wasm": addWasm})
	code, stdout, stderr := tool("add.wasm", "-v", "-mem", "slice")
	require.Equal(t, 0, code)
	require.Empty(t, stdout)
	require.Regexp(t, `^wasm2go: add.wasm: translated 1 function in \d+\.\d s\n`+
		`wasm2go: note: add.wasm: -mem changes nothing: the module has no memory\n`+
		`wasm2go: wrote add.add.go\n$`, stderr)
	_, _, stderr = tool("add.wasm", "-v", "-mem", "slice")
	require.Contains(t, stderr, "\nwasm2go: add is up to date\n")
	code, stdout, stderr = tool("add.wasm", "-q", "-mem", "slice")
	require.Equal(t, 0, code)
	require.Empty(t, stdout+stderr)
	code, _, stderr = tool("add.wasm", "-q", "-v")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "-q and -v exclude each other")
}

// TestBuildOutput: what go build -json -v prints, in whatever pieces, is taken apart into packages and messages.
func TestBuildOutput(t *testing.T) {
	const text = `{"ImportPath":"program/rt","Action":"build-output","Output":"program/rt\n"}
{"ImportPath":"program","Action":"build-output","Output":"program\n"}
{"ImportPath":"program","Action":"build-output","Output":"# program\n"}
{"ImportPath":"program","Action":"build-output","Output":"./x.go:1:29: undefined: x\n"}
{"ImportPath":"program","Action":"build-fail"}
go: something else
`
	for _, piece := range []int{1, 7, len(text)} {
		o := &buildOutput{}
		for i := 0; i < len(text); i += piece {
			n, err := o.Write([]byte(text[i:min(len(text), i+piece)]))
			require.NoError(t, err)
			require.Equal(t, min(len(text), i+piece)-i, n)
		}
		require.Equal(t, 2, o.packages)
		require.Equal(t, "# program\n./x.go:1:29: undefined: x\ngo: something else\n", o.text.String())
	}
}
