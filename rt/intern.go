package rt

import (
	"encoding/binary"
	"runtime"
	"sync"
	"weak"
)

// A group is a recursion group (spec 2.3.10). Each of its types keeps it, and so all the others.
type group struct {
	id    uint64 // unlike that of any other group there ever was; 0 before it is interned
	types []*Type
}

func (g *group) add(t *Type) {
	t.group, t.index = g, len(g.types)
	g.types = append(g.types, t)
}

// interned has the recursion groups in use. Types cross modules and goroutines, and are compared as pointers: so there is one table
// for all of them.
var interned = interner{groups: map[string]weak.Pointer[group]{}}

// An interner finds groups by their keys. It holds them by weak pointers: types go when the last module with them has gone.
type interner struct {
	mu     sync.Mutex
	groups map[string]weak.Pointer[group]
	last   uint64 // the id given last
}

// find returns the group with a key, or nil.
func (in *interner) find(key []byte) *group {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.groups[string(key)].Value()
}

// add returns the group that is equal to g: g itself if there was none.
func (in *interner) add(g *group) *group {
	key := string(g.key())
	in.mu.Lock()
	defer in.mu.Unlock()
	if known := in.groups[key].Value(); known != nil {
		return known
	}
	in.last++
	g.id = in.last
	p := weak.Make(g)
	in.groups[key] = p
	runtime.AddCleanup(g, func(key string) { in.drop(key, p) }, key)
	return g
}

// drop removes a group that is gone, unless an equal one has taken its place.
func (in *interner) drop(key string, p weak.Pointer[group]) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.groups[key] == p {
		delete(in.groups, key)
	}
}

// key is a text that two groups share exactly if they are equal (spec 2.3.11, "rolling"): types of the group itself are called by
// their place in it, and others by the id of their group, which has been interned before.
func (g *group) key() []byte {
	key := binary.AppendUvarint(nil, uint64(len(g.types)))
	for _, t := range g.types {
		key = appendType(key, t, g)
	}
	return key
}

// appendType appends what defines t, a member of g.
func appendType(key []byte, t *Type, g *group) []byte {
	flags := byte(t.kind) << 2
	if t.final {
		flags |= 1
	}
	super := t.Super()
	if super != nil {
		flags |= 2
	}
	key = append(key, flags)
	if super != nil {
		key = appendDef(key, super, g)
	}
	key = appendVals(key, t.params, g)
	key = appendVals(key, t.results, g)
	key = binary.AppendUvarint(key, uint64(len(t.fields)))
	for _, f := range t.fields {
		key = appendVal(key, f.Type, g)
		mutable := byte(0)
		if f.Mutable {
			mutable = 1
		}
		key = append(key, f.Packed|mutable)
	}
	return key
}

func appendVals(key []byte, types []ValType, g *group) []byte {
	key = binary.AppendUvarint(key, uint64(len(types)))
	for _, t := range types {
		key = appendVal(key, t, g)
	}
	return key
}

// appendVal appends the code of a type in five bits, and two flags.
func appendVal(key []byte, t ValType, g *group) []byte {
	t.describe() // panics where there is no type
	b := byte(t.code)
	if t.null {
		b |= 0x40
	}
	if t.def == nil {
		return append(key, b)
	}
	return appendDef(append(key, b|0x80), t.def, g)
}

func appendDef(key []byte, t *Type, g *group) []byte {
	id := t.group.id
	if t.group == g {
		id = 0
	}
	return binary.AppendUvarint(binary.AppendUvarint(key, id), uint64(t.index))
}
