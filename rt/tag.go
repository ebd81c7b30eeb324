package rt

import "fmt"

// A Tag is what exceptions are told apart by (spec 4.2.11): equal pointers, the same tag. Instances export and import tags.
type Tag struct {
	Name string // for messages, may be ""

	typ         *Type
	slots, refs int // what the values of its exceptions take
}

// NewTag makes a tag for exceptions with values of t's parameters. It panics unless t is a function type without results.
func NewTag(t *Type) *Tag {
	if t == nil || t.kind != kindFunc || len(t.results) > 0 {
		panic(fmt.Sprintf("rt: %v is no type of a tag: it is a function type without results", t))
	}
	tag := &Tag{typ: t}
	tag.slots, tag.refs = room(t.params)
	return tag
}

// Type is a function type whose parameters are the types of the values.
func (t *Tag) Type() *Type { return t.typ }

// String gives the type as the text format writes it: "tag (param i32)". A zero value is no tag, since it has none.
func (t *Tag) String() string {
	if t.typ == nil {
		return "a tag without a type"
	}
	if len(t.typ.params) == 0 {
		return "tag"
	}
	sig := t.typ.Signature()
	return "tag (param " + sig[1:]
}
