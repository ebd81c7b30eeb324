package wasitarget

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/rt"
)

// tracer writes a line for each call that it passes on: the function, its arguments, the errno by name, and the results.
type tracer struct {
	calls Preview1
	s     *System
	old   bool // of wasi_unstable
}

// traced is calls, traced if the System is to be.
func (s *System) traced(calls Preview1, module string) Preview1 {
	if s.trace == nil {
		return calls
	}
	return &tracer{calls: calls, s: s, old: module == UnstableName}
}

func (t *tracer) Bind(inst rt.Instance) error { return t.calls.Bind(inst) }

// call begins a line: what the guest's memory says of the arguments is read before the call may change it. The function that it returns
// ends the line with the call's outcome, which it returns.
func (t *tracer) call(name string, args ...any) func(int32, error) (int32, error) {
	var b strings.Builder
	b.WriteString(t.s.prefix())
	if t.old {
		b.WriteString(UnstableName + ".")
	}
	b.WriteString(name + "(")
	var results []traceResult
	first := true
	for _, field := range strings.Fields(traceArgs[name]) {
		label, kind, named := strings.Cut(field, ":")
		if !named {
			kind = label
		}
		if kind[0] == '*' {
			results = append(results, traceResult{label, kind[1:], args[0].(int32)})
			args = args[1:]
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		if named {
			b.WriteString(label + "=")
		}
		b.WriteString(t.argument(kind, args))
		args = args[1:]
		if kind == "path" || kind == "iovs" {
			args = args[1:]
		}
	}
	b.WriteString(")")
	return func(errno int32, err error) (int32, error) {
		if name != "proc_exit" {
			fmt.Fprintf(&b, " = %s", t.outcome(errno, err, results))
		}
		b.WriteByte('\n')
		t.s.writeTrace(b.String())
		return errno, err
	}
}

// prefix is what the lines of a thread begin with that is not the first.
func (s *System) prefix() string {
	if s.thread == 0 {
		return ""
	}
	return fmt.Sprintf("[%d] ", s.thread)
}

// writeTrace writes a line.
func (p *process) writeTrace(line string) {
	p.tracing.Lock()
	defer p.tracing.Unlock()
	io.WriteString(p.trace, line)
}

// traceResult is where a call stores a result.
type traceResult struct {
	label, kind string
	at          int32
}

// outcome is what came of a call.
func (t *tracer) outcome(e int32, err error, results []traceResult) string {
	if err != nil {
		return "ended: " + strconv.QuoteToGraphic(err.Error())
	}
	text := errnoNames[e]
	if e != 0 {
		return text
	}
	for _, r := range results {
		text += fmt.Sprintf(" %s=%s", r.label, t.result(r.kind, r.at))
	}
	return text
}

// argument is the text of the first of args, for path and iovs of the first two.
func (t *tracer) argument(kind string, args []any) string {
	v := uint64(0)
	switch a := args[0].(type) {
	case int32:
		v = uint64(uint32(a))
	case int64:
		v = uint64(a)
	}
	switch kind {
	case "path":
		return t.path(args[0].(int32), args[1].(int32))
	case "iovs":
		return t.iovs(args[0].(int32), args[1].(int32))
	case "subs":
		return t.subscriptions(args[0].(int32), args[2].(int32))
	case "fd":
		return strconv.Itoa(int(int32(v)))
	case "ptr":
		return fmt.Sprintf("%#x", v)
	case "i64":
		return strconv.FormatInt(int64(v), 10)
	case "u32", "u64":
		return strconv.FormatUint(v, 10)
	case "rights":
		return rightsText(v)
	}
	if names, ok := traceFlags[kind]; ok {
		return flagsText(names, v)
	}
	if kind == "whence" && t.old {
		kind = "old_whence"
	}
	return enumText(kind, v)
}

// tracePath is how much of a path is shown.
const tracePath = 256

// path quotes a string of the guest, so that nothing in it can be taken for something else or reaches the terminal.
func (t *tracer) path(p, n int32) string {
	b := make([]byte, min(addr(n), tracePath))
	if t.s.check(p, addr(n)) != nil || t.s.readAt(b, addr(p)) != nil {
		return fmt.Sprintf("<fault %#x+%d>", addr(p), addr(n))
	}
	text := strconv.QuoteToASCII(string(b))
	if addr(n) > tracePath {
		text += fmt.Sprintf("... (%d bytes)", addr(n))
	}
	return text
}

// iovs is the number of vectors and what they add up to.
func (t *tracer) iovs(p, n int32) string {
	const most = maxIovecs
	b := make([]byte, 8*min(addr(n), most))
	if t.s.check(p, 8*addr(n)) != nil || t.s.readAt(b, addr(p)) != nil {
		return fmt.Sprintf("<fault %#x*%d>", addr(p), addr(n))
	}
	total := uint64(0)
	for at := 0; at < len(b); at += 8 {
		total += uint64(binary.LittleEndian.Uint32(b[at+4:]))
	}
	more := ""
	if addr(n) > most {
		more = " or more"
	}
	return fmt.Sprintf("[%d: %d bytes%s]", addr(n), total, more)
}

// subscriptions is what poll_oneoff waits for: the first of them, and how many there are where there are more.
func (t *tracer) subscriptions(p, n int32) string {
	const most = 8
	l := pollPreview1
	if t.old {
		l = pollUnstable
	}
	list := make([]string, 0, most+1)
	for i := range min(addr(n), most) {
		var b [64]byte
		if t.s.check(p, addr(n)*l.size) != nil || t.s.readAt(b[:l.size], addr(p)+i*l.size) != nil {
			return fmt.Sprintf("<fault %#x*%d>", addr(p), addr(n))
		}
		list = append(list, l.text(b[:l.size]))
	}
	if addr(n) > most {
		list = append(list, fmt.Sprintf("... (%d)", addr(n)))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// text is a $subscription: fd_read 3, or clock monotonic 1500 where the time is in nanoseconds, with abstime where it is absolute.
func (l *pollLayout) text(b []byte) string {
	le := binary.LittleEndian
	text := enumText("eventtype", uint64(b[8])) + " "
	if b[8] != eventClock {
		return text + strconv.Itoa(int(int32(le.Uint32(b[16:]))))
	}
	c := b[l.clock:]
	text += enumText("clock", uint64(le.Uint32(c))) + " " + strconv.FormatUint(le.Uint64(c[8:]), 10)
	if flags := le.Uint16(c[24:]); flags != 0 {
		text += " " + flagsText(traceFlags["subclockflags"], uint64(flags))
	}
	return text
}

// result is the text of what a call has stored.
func (t *tracer) result(kind string, p int32) string {
	var b [64]byte
	size := traceSizes[kind]
	layout := &statPreview1
	if kind == "filestat" && t.old {
		layout = &statUnstable
		size = layout.size
	}
	if t.s.readAt(b[:size], addr(p)) != nil {
		return "<fault>"
	}
	le := binary.LittleEndian
	switch kind {
	case "fdstat":
		return fmt.Sprintf("{%s, %s, base=%s, inheriting=%s}", enumText("filetype", uint64(b[0])),
			flagsText(traceFlags["fdflags"], uint64(le.Uint16(b[2:]))), rightsText(le.Uint64(b[8:])), rightsText(le.Uint64(b[16:])))
	case "prestat":
		return fmt.Sprintf("{dir, %d bytes}", le.Uint32(b[4:]))
	case "filestat":
		return fmt.Sprintf("{%s, size=%d, ino=%d}", enumText("filetype", uint64(b[16])), le.Uint64(b[layout.dataSize:]), le.Uint64(b[8:]))
	}
	return strconv.FormatUint(le.Uint64(b[:]), 10)
}

// enumText is the name of a number, or the number.
func enumText(kind string, v uint64) string {
	if names := traceEnums[kind]; v < uint64(len(names)) {
		return names[v]
	}
	return strconv.FormatUint(v, 10)
}

// flagsText is the names of the bits of v, joined by |; what has no name is a number.
func flagsText(names []string, v uint64) string {
	if v == 0 {
		return "0"
	}
	var list []string
	for v != 0 {
		i := bits.TrailingZeros64(v)
		if i >= len(names) {
			return strings.Join(append(list, fmt.Sprintf("%#x", v)), "|")
		}
		list = append(list, names[i])
		v &^= 1 << i
	}
	return strings.Join(list, "|")
}

// rightsText names a few rights, the complement of a few, and else those that matter most and the number.
func rightsText(v uint64) string {
	switch {
	case v == allRights:
		return "all"
	case bits.OnesCount64(v) <= 4 && v&^allRights == 0:
		return flagsText(traceRights, v)
	case bits.OnesCount64(allRights&^v) <= 4 && v&^allRights == 0:
		return "all-" + strings.ReplaceAll(flagsText(traceRights, allRights&^v), "|", "-")
	}
	text := ""
	if v&rightFdRead != 0 {
		text += "r"
	}
	if v&rightFdWrite != 0 {
		text += "w"
	}
	return fmt.Sprintf("%#x(%s)", v, text)
}
