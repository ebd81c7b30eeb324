package body

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// fileNames are the names of the source's files for directives.
func fileNames(source *debuginfo.Info) []string {
	if source == nil {
		return nil
	}
	names := make([]string, len(source.Files))
	for i, name := range source.Files {
		names[i] = gotext.FileName(name)
	}
	return names
}

// Files are the names of the source's files, as directives have them.
func (b *Printer) Files() []string { return b.files }

// from notes which instruction the line comes from that is being written.
func (p *printer) from(offset uint32) {
	if p.facts.Source != nil && offset != 0 {
		p.spot().from = offset
	}
}

// position is the line of the source that a line of the text is from: that of what can trap there, which a call stack will ask for.
func (p *printer) position(s *spot) (debuginfo.Position, bool) {
	return p.facts.Source.Position(cmp.Or(s.Trap, s.Call, s.from))
}

// A director puts directives into a text, each for the line behind it. Go counts on from there, so that most lines need one.
type director struct {
	*printer
	out    []byte
	here   debuginfo.Position // that lines are from, unless their spots know better; Line is 0 where no line of a function is known yet
	told   debuginfo.Position // of the next line, as Go sees it
	lined  bool               // there was a directive
	inside bool               // of a function
	line   int                // of out
	places []Place
}

// directed is the text with directives, and the places by the lines that these make.
func (p *printer) directed() (text []byte, places []Place, lined bool) {
	d := director{printer: p, out: make([]byte, 0, 2*len(p.Text))}
	at := 0
	for spots := p.spots; at < len(p.Text); {
		end := at + bytes.IndexByte(p.Text[at:], '\n') + 1
		var s *spot
		if len(spots) > 0 && spots[0].at < end {
			s, spots = &spots[0], spots[1:]
		}
		d.add(p.Text[at:end], s)
		at = end
	}
	return d.out, merge(d.places), d.lined
}

// add adds a line of the text, with its spot, if it has one.
func (d *director) add(line []byte, s *spot) {
	if bytes.HasPrefix(line, []byte("func ")) {
		d.inside, d.here = true, debuginfo.Position{}
	}
	if s != nil {
		if p, ok := d.position(s); ok {
			d.here = p
		}
	}
	if same := d.here.File == d.told.File && d.here.Line == d.told.Line; d.inside && d.here.Line > 0 && !same && isCode(line) {
		d.direct(line)
	}
	if s != nil && (s.Trap != 0 || s.Call != 0) {
		p := s.Place
		if p.Line = d.line; d.lined {
			p.File, p.Line = 1+d.told.File, d.told.Line
		}
		d.places = append(d.places, p)
	}
	if line[0] == '}' {
		d.inside = false
	}
	d.out = append(d.out, line...)
	d.line++
	d.told.Line++
}

// isCode tells whether a line is more than a bracket, a label, a declaration or a comment.
func isCode(line []byte) bool {
	switch line = bytes.TrimLeft(line, "\t"); line[0] {
	case '\n', '/', '}':
		return bytes.HasPrefix(line, []byte("} else if "))
	case 'L':
		return !bytes.HasSuffix(line, []byte(":\n"))
	case 'd':
		return !bytes.Equal(line, []byte("default:\n"))
	case 'v':
		return !bytes.HasPrefix(line, []byte("var "))
	}
	return true
}

// direct writes the directive for a line. One before a function belongs to its comment, as gofmt wants it.
func (d *director) direct(line []byte) {
	if bytes.HasPrefix(line, []byte("func ")) && !bytes.HasSuffix(d.out, []byte("//go:noinline\n")) {
		d.out = append(d.out, "//\n"...)
		d.line++
	}
	d.out = append(d.out, "//line "...)
	if d.lined && d.here.File == d.told.File {
		d.out = append(d.out, ':') // the same file
		d.out = strconv.AppendInt(d.out, int64(d.here.Line), 10)
		d.out = append(d.out, ':')
		d.out = strconv.AppendInt(d.out, int64(max(d.here.Column, 1)), 10) // without a column it would be a file without a name
		d.out = append(d.out, '\n')
	} else {
		d.out = append(d.out, d.files[d.here.File]...)
		d.out = append(d.out, ':')
		d.out = strconv.AppendInt(d.out, int64(d.here.Line), 10)
		d.out = append(d.out, '\n')
	}
	d.line++
	d.told, d.lined = d.here, true
}

// merge makes one place of those that are on the same line of the source.
func merge(places []Place) []Place {
	slices.SortStableFunc(places, func(a, b Place) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	merged := places[:0]
	for _, p := range places {
		n := len(merged)
		if n == 0 || merged[n-1].File != p.File || merged[n-1].Line != p.Line {
			merged = append(merged, p)
			continue
		}
		m := &merged[n-1]
		m.Several = m.Several || p.Several || m.Trap != 0 && p.Trap != 0 && m.Trap != p.Trap
		m.Calls = m.Calls || m.Call != 0 && p.Call != 0 && m.Call != p.Call
		m.Trap, m.Call = cmp.Or(m.Trap, p.Trap), cmp.Or(m.Call, p.Call)
	}
	return merged
}
