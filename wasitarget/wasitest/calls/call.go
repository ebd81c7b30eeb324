package calls

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/mem"
)

// A call is a function and its arguments, and what it may write.
type call struct {
	row
	args   []any
	notes  []string // the paths, what is long cut off
	writes []span   // the buffers for results
	lists  []span   // lists of such buffers
	newFd  uint32   // address of a new descriptor, with path_open and its like
	ok     bool     // the call has succeeded
}

func (c *call) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s(", c.name)
	for i, a := range c.args {
		if i > 0 {
			b.WriteString(", ")
		}
		switch v := a.(type) {
		case int32:
			fmt.Fprintf(&b, "%#x", uint32(v))
		default:
			fmt.Fprintf(&b, "%d", v)
		}
	}
	b.WriteString(")")
	for _, n := range c.notes {
		fmt.Fprintf(&b, " %q", n)
	}
	return b.String()
}

func (c *call) i32(v ...uint32) {
	for _, v := range v {
		c.args = append(c.args, int32(v))
	}
}

// mayWrite returns the buffers for results, as far as they lie inside of memory: where one does not, no byte of it may change.
func (c *call) mayWrite(memory []byte) (may []span) {
	inside := func(s span) bool { return mem.InRange(s.addr, s.len, uint64(len(memory))) }
	add := func(s span) {
		if inside(s) {
			may = append(may, s)
		}
	}
	for _, s := range c.writes {
		add(s)
	}
	for _, list := range c.lists {
		if !inside(list) {
			continue
		}
		for b := memory[list.addr : list.addr+list.len]; len(b) > 0; b = b[8:] {
			add(span{uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[4:]))})
		}
	}
	return may
}

// remember notes a new descriptor.
func (c *call) remember(q *sequence) {
	if at := uint64(c.newFd); c.ok && strings.Contains(strings.Join(c.kinds, " "), "newfd") && at+4 <= uint64(len(q.after)) {
		q.fds = append(q.fds, int32(binary.LittleEndian.Uint32(q.after[at:])))
	}
}
