package debuginfo

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// names are those of the sections that are read.
var names = strings.Fields(".debug_info .debug_abbrev .debug_line .debug_str .debug_line_str .debug_str_offsets .debug_addr .debug_rnglists " +
	".debug_loclists .debug_loc .debug_ranges")

// FuzzRead: whatever a module tells, it is read without harm, and what comes of it lies in the module.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"lines_o0", "lines_o1", "lines_v4", "names_v0", "inlined_rs", "inlined_cpp"} {
		m, _ := module(f, name)
		sections := make([][]byte, len(names))
		for _, c := range m.Customs {
			for i, name := range names {
				if c.Name == name {
					sections[i] = c.Bytes
				}
			}
		}
		s := sections
		f.Add(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10])
	}
	m, _ := module(f, "lines_o1")
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i, j, k, l []byte) {
		m := *m
		m.Customs = nil
		for n, section := range [][]byte{a, b, c, d, e, g, h, i, j, k, l} {
			m.Customs = append(m.Customs, wasm.Custom{Name: names[n], Bytes: section})
		}
		start := time.Now()
		info, _ := Read(&m, Options{})
		require.Less(t, time.Since(start), 10*time.Second)
		if info == nil {
			return
		}
		for k, r := range info.rows {
			require.True(t, r.at >= m.CodeStart && r.at <= codeEnd(&m))
			require.True(t, k == 0 || info.rows[k-1].at <= r.at)
			require.True(t, r.line == 0 || int(r.file) < len(info.Files))
		}
		for k, c := range info.calls {
			require.True(t, c.From >= m.CodeStart && c.From < c.To && c.To <= codeEnd(&m) && c.Line > 0 && c.File < len(info.Files) && c.Func != "", "%v %v %v", c, m.CodeStart, codeEnd(&m))
			require.True(t, k == 0 || info.calls[k-1].From <= c.From)
		}
		for k, f := range info.locals {
			require.True(t, int(f.Index) < len(m.Funcs) && (k == 0 || info.locals[k-1].Index < f.Index))
		}
	})
}

// section makes a module that has nothing but some sections.
func section(pairs ...string) *wasm.Module {
	m := &wasm.Module{CodeStart: 10, Codes: []wasm.Code{{Offset: 12, Bytes: make([]byte, 100)}}, Funcs: make([]wasm.Func, 1)}
	for i := 0; i < len(pairs); i += 2 {
		m.Customs = append(m.Customs, wasm.Custom{Name: pairs[i], Bytes: []byte(pairs[i+1])})
	}
	return m
}

func word(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) }

// TestBombs: small sections that would become large are refused.
func TestBombs(t *testing.T) {
	unit := func(text string) string { return word(len(text)) + text }
	header := func(tables string) string {
		return "\x05\x00\x04\x00" + word(6+len(tables)) + "\x01\x01\x01\xfb\x0e\x01" + tables
	}
	abbrev := func(attributes int) string {
		return "\x01\x11\x00" + strings.Repeat("\x03\x19", attributes) + "\x00\x00"
	}
	for message, m := range map[string]*wasm.Module{
		"a string of 70000 bytes":     section(".debug_line", "x", ".debug_str", strings.Repeat("x", 70000)+"\x00"),
		"entries of 0 columns":        section(".debug_line", unit(header("\x00\xff\xff\xff\xff\x0f"))),
		"with 268435455 entries":      section(".debug_line", unit(header("\x01\x01\x08\xff\xff\xff\x7f"))),
		"line table of version 9":     section(".debug_line", unit("\x09\x00\x00\x00\x00\x00")),
		"64-bit DWARF":                section(".debug_line", "\xff\xff\xff\xff\x00\x00\x00\x00"),
		"more than 128 attributes":    section(".debug_info", unit("\x04\x00"+word(0)+"\x04\x01"), ".debug_abbrev", abbrev(200)+"\x00"),
		"tables of abbreviations":     section(".debug_info", overlapping(), ".debug_abbrev", strings.Repeat(abbrev(1), 200)+"\x00"),
		"strings of many bytes":       section(".debug_info", unit("\x04\x00"+word(0)+"\x04"+strings.Repeat("\x01"+strings.Repeat(word(0), 100), 1000)), ".debug_abbrev", "\x01\x34\x00"+strings.Repeat("\x03\x0e", 100)+"\x00\x00\x00", ".debug_str", strings.Repeat("x", 60000)+"\x00"),
		"a unit of 1000 bytes, 1 lef": section(".debug_info", word(1000)+"x"),
	} {
		start := time.Now()
		_, err := Read(m, Options{})
		require.ErrorContains(t, err, message)
		require.Less(t, time.Since(start), 5*time.Second, message)
	}
}

// overlapping are units whose abbreviations begin one behind the other in one table.
func overlapping() string {
	var b strings.Builder
	for i := range 200 {
		b.WriteString(word(8) + "\x04\x00" + word(7*i) + "\x04\x01")
	}
	return b.String()
}

// TestBrokenUnit: a mistake in one line table leaves the others, and says where it is.
func TestBrokenUnit(t *testing.T) {
	program := func(version string) string {
		header := "\x01\x01\x01\xfb\x0e\x01\x00a.c\x00\x00\x00\x00\x00"
		text := version + "\x00" + word(len(header)) + header + "\x00\x05\x02" + word(2) + "\x14\x30\x00\x01\x01"
		return word(len(text)) + text
	}
	info, err := Read(section(".debug_line", program("\x09")+program("\x04")), Options{})
	require.EqualError(t, err, "debug information: .debug_line: 0x4: line table of version 9")
	require.Equal(t, []string{"a.c"}, info.Files)
	p, ok := info.Position(13)
	require.True(t, ok)
	require.Equal(t, Position{0, 1, 0}, p)
}

// TestBrokenTree: where the tree of entries ends early, what was read of calls is whole.
func TestBrokenTree(t *testing.T) {
	m, _ := module(t, "inlined_cpp")
	customs, found := slices.Clone(m.Customs), 0
	for i, c := range customs {
		if c.Name != ".debug_info" {
			continue
		}
		for end := range c.Bytes {
			m.Customs[i].Bytes = slices.Concat(c.Bytes[:end], bytes.Repeat([]byte{0xff}, len(c.Bytes)-end))
			info, err := Read(m, Options{})
			require.Error(t, err)
			if info == nil {
				continue
			}
			for _, c := range info.calls {
				require.True(t, c.Func != "" && c.From < c.To, "%d: %v", end, c)
				found++
			}
		}
	}
	require.NotZero(t, found)
}
