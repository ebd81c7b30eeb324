package wasitarget

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/wasm2go/wasm2go/rt/abi"
)

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
