package debuginfo

import (
	"cmp"
	"debug/dwarf"
	"slices"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// A variable of the source is in a local, at least for a while.
type variable struct {
	function uint32
	local    uint32
	rank     rank
	name     dwarf.Offset // the entry that has it
}

// A rank says whose name a local has that several variables share: those of the lowest rank.
type rank uint8

const (
	parameter rank = iota
	own            // of the function
	inlined        // of another one, whose code is here
)

func rankOf(e *dwarf.Entry, inside scope) rank {
	switch {
	case inside.inlined:
		return inlined
	case e.Tag == dwarf.TagFormalParameter:
		return parameter
	}
	return own
}

type variables []variable

func (l *variables) add(v variable) { *l = append(*l, v) }

// mostNames is how many variables a local may be, one after the other, and still have their names.
const mostNames = 3

// locals gives locals their names.
func (l variables) locals(names map[dwarf.Offset]string) (m wasm.IndirectNameMap) {
	slices.SortStableFunc(l, func(a, b variable) int {
		return cmp.Or(cmp.Compare(a.function, b.function), cmp.Compare(a.local, b.local), cmp.Compare(a.rank, b.rank))
	})
	used := map[string]bool{}
	for len(l) > 0 {
		end := 1
		for end < len(l) && l[end].function == l[0].function && l[end].local == l[0].local {
			end++
		}
		if n := len(m); n == 0 || m[n-1].Index != l[0].function {
			m = append(m, wasm.IndirectNameAssoc{Index: l[0].function})
			clear(used)
		}
		if name := l[:end].name(names); name != "" {
			if used[name] {
				name += "_" + strconv.FormatUint(uint64(l[0].local), 10)
			}
			used[name] = true
			function := &m[len(m)-1]
			function.Names = append(function.Names, wasm.NameAssoc{Index: l[0].local, Name: name})
		}
		l = l[end:]
	}
	return m
}

// name is the name of the local that the variables share: a_or_b where they are two.
func (l variables) name(names map[dwarf.Offset]string) string {
	var list []string
	for _, v := range l {
		name := names[v.name]
		if v.rank != l[0].rank {
			break
		}
		if name != "" && len(name) <= maxName && !slices.Contains(list, name) {
			list = append(list, name)
		}
		if len(list) > mostNames {
			return ""
		}
	}
	return strings.Join(list, "_or_")
}

// maxName is how long a variable's name may be.
const maxName = 64
