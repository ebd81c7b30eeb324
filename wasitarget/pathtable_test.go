package wasitarget

import (
	_ "embed"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pathTable is what Linux does; table.c beside it made it and says how to read it.
//
//go:embed testdata/paths/table.txt
var pathTable string

// tableSection is a call of the table with its options, and the lines that it has.
type tableSection struct {
	call  string
	lines []string
}

func tableSections() (sections []tableSection) {
	for text := range strings.SplitSeq(strings.TrimSpace(pathTable), "\n\n") {
		lines := strings.Split(text, "\n")
		sections = append(sections, tableSection{lines[0], lines[1:]})
	}
	return sections
}

// describe lists a tree as the table does.
func describe(t *testing.T, fsys fs.FS) (lines []string) {
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		fi, err := fs.Lstat(fsys, name)
		if err != nil {
			return err
		}
		line := name
		switch {
		case fi.IsDir():
			line += "/"
		case fi.Mode()&fs.ModeSymlink != 0:
			target, err := fs.ReadLink(fsys, name)
			if err != nil {
				return err
			}
			line += "->" + target
		default:
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			line += "=" + string(data)
		}
		if fi.ModTime().Unix() == 12345 {
			line += "@"
		}
		lines = append(lines, line)
		return nil
	}))
	slices.Sort(lines)
	return lines
}

// rebuild makes what a description says.
func rebuild(t *testing.T, dir string, lines []string) {
	for _, line := range lines {
		if name, target, ok := strings.Cut(line, "->"); ok {
			require.NoError(t, os.Symlink(target, filepath.Join(dir, name)))
		} else if name, text, ok := strings.Cut(line, "="); ok {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
		} else {
			require.NoError(t, os.Mkdir(filepath.Join(dir, line), 0o777))
		}
	}
}

// repair undoes a call: what is new goes, what is gone comes back.
func repair(t *testing.T, dir string, gone, fresh []string) {
	for _, line := range slices.Backward(fresh) {
		if name, ok := strings.CutSuffix(line, "/@"); ok && !strings.Contains(line, "->") { // a directory is only too new
			require.NoError(t, os.Chtimes(filepath.Join(dir, name), time.Time{}, time.Unix(1, 0)))
			gone = slices.DeleteFunc(gone, func(l string) bool { return l == name+"/" })
			continue
		}
		name, _, _ := strings.Cut(line, "=")
		name, _, _ = strings.Cut(name, "->")
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
	}
	rebuild(t, dir, gone)
}

// tableRun replays the table over one kind of file system.
type tableRun struct {
	before []string
	g      *guest
	fsys   fs.FS                                    // the guest's directory
	repair func(t *testing.T, gone, fresh []string) // brings it back to how it was before
}

// TestPathTable holds every path function to what Linux does: over a directory of the host, over memory, and, as far as it
// changes nothing, over an fs.FS.
func TestPathTable(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the table is Linux's")
	}
	sections := tableSections()
	require.Equal(t, "before", sections[0].call)
	before := sections[0].lines
	dir := path.Join(t.TempDir(), "root")
	require.NoError(t, os.Mkdir(dir, 0o777))
	rebuild(t, dir, before)
	original := NewMemFS(MemOptions{})
	require.NoError(t, original.Add(os.DirFS(dir)))

	host := &tableRun{before: before, g: newGuest(t, Config{Dirs: []Dir{{Host: dir, Guest: "/"}}}), fsys: os.DirFS(dir)}
	host.repair = func(t *testing.T, gone, fresh []string) { repair(t, dir, gone, fresh) }
	memory := &tableRun{before: before}
	memory.repair = func(*testing.T, []string, []string) { // the guest outlives the subtest
		m := NewMemFS(MemOptions{})
		require.NoError(t, m.Add(original))
		memory.g, memory.fsys = newGuest(t, Config{Dirs: []Dir{{FS: m}}}), m
	}
	memory.repair(t, nil, nil)
	reading := &tableRun{before: before, g: newGuest(t, Config{Dirs: []Dir{{FS: os.DirFS(dir)}}}), fsys: os.DirFS(dir)}
	reads := []string{"open", "open follow", "open directory", "open directory follow", "stat", "stat follow", "readlink"}
	for name, r := range map[string]*tableRun{"host": host, "memory": memory, "FS": reading} {
		t.Run(name, func(t *testing.T) {
			for _, s := range sections[1:] {
				if r == reading && !slices.Contains(reads, s.call) {
					continue
				}
				t.Run(s.call, func(t *testing.T) { r.section(t, s) })
			}
		})
	}
}

func (r *tableRun) section(t *testing.T, s tableSection) {
	rows := 0
	for _, line := range s.lines {
		outcome, paths, ok := strings.Cut(line, "\t")
		require.True(t, ok, line)
		for p := range strings.SplitSeq(paths, " ") {
			a, b, _ := strings.Cut(p, ">")
			got := r.g.in(t).tableCall(s.call, tablePath(a), tablePath(b))
			if gone, fresh := changes(r.before, describe(t, r.fsys)); gone != nil || fresh != nil {
				got += marked(" -", gone) + marked(" +", fresh)
				r.repair(t, gone, fresh)
			}
			if want := tableWant(outcome); got != want {
				t.Errorf("%s %s: %s, want %s", s.call, p, got, want)
			}
			rows++
		}
	}
	require.Greater(t, rows, 80)
}

// tablePath is a path of the table: its long names are written short.
func tablePath(s string) string {
	if s == `""` {
		return ""
	}
	return strings.NewReplacer("N255", strings.Repeat("n", 255), "N256", strings.Repeat("n", 256)).Replace(s)
}

// tableWant is the outcome in WASI.
func tableWant(outcome string) string {
	if outcome == "leads out" { // the guest's world ends at the directory
		return "perm"
	}
	name, rest, more := strings.Cut(outcome, " ")
	if e, ok := strings.CutPrefix(name, "E"); ok {
		name = strings.ToLower(e)
	}
	if more {
		name += " " + rest
	}
	return name
}

// changes tells what is gone and what is new.
func changes(before, after []string) (gone, fresh []string) {
	without := func(list, other []string) (rest []string) {
		for _, line := range list {
			if !slices.Contains(other, line) {
				rest = append(rest, line)
			}
		}
		return rest
	}
	return without(before, after), without(after, before)
}

func marked(mark string, lines []string) string {
	if lines == nil {
		return ""
	}
	return mark + strings.Join(lines, mark)
}

// tableCall makes a call and tells its outcome in the table's words.
func (g *guest) tableCall(title, a, b string) string {
	call, options, _ := strings.Cut(title, " ")
	has := func(option string) bool { return slices.Contains(strings.Fields(options), option) }
	follow := int32(0)
	if has("follow") {
		follow = lookupFollow
	}
	p, n := g.str(a)
	found := func() string { return "" }
	var e int32
	var err error
	switch call {
	case "open":
		oflags := int32(0)
		for name, flag := range map[string]int32{"creat": openCreate, "excl": openExclusive, "trunc": openTruncate, "directory": openDirectory} {
			if has(name) {
				oflags |= flag
			}
		}
		rights := int64(rightFdRead)
		if has("write") {
			rights |= rightFdWrite
		}
		if e, err = g.PathOpen(first, follow, p, n, oflags, rights, allRights, 0, word); e == 0 {
			g.ok(g.FdClose(int32(g.u32(word))))
		}
	case "stat":
		e, err = g.PathFilestatGet(first, follow, p, n, area)
		found = func() string {
			return map[byte]string{typeDirectory: " dir", typeSymbolicLink: " link", typeRegularFile: " file"}[g.m.b[area+16]]
		}
	case "times":
		e, err = g.PathFilestatSetTimes(first, follow, p, n, 12345e9, 12345e9, setAtime|setMtime)
	case "mkdir":
		e, err = g.mkdir(a)
	case "rmdir":
		e, err = g.rmdir(a)
	case "unlink":
		e, err = g.unlink(a)
	case "symlink":
		e, err = g.symlink("to", a)
	case "readlink":
		e, err = g.PathReadlink(first, p, n, area, 1000, word)
		found = func() string { return " " + g.bytes(area, int32(g.u32(word))) }
	case "rename":
		e, err = g.rename(first, a, first, b)
	case "link":
		e, err = g.link(first, follow, a, first, b)
	default:
		g.t.Fatal(title)
	}
	require.NoError(g.t, err)
	if e != 0 {
		return errnoNames[e]
	}
	return "ok" + found()
}
