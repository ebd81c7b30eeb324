package rt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxTypes is how many labels of types there are, as many as the translator allows a module to have types.
const maxTypes = 1_000_000

// ParseTypes makes the types of a module from a text as [Types] describes it. The result has each type at the place of its label, and nil where there
// is none. It returns an error, with the line, where the text is malformed or the types are not valid (spec 3.2).
func ParseTypes(text string) ([]*Type, error) {
	p := typeParser{text: text}
	p.next()
	for p.tok != "" {
		p.recType()
	}
	if p.err != nil {
		return nil, p.err
	}
	return p.types, nil
}

// ParseFuncType returns the type that FuncType has for a signature like "(i32 i64) f64".
func ParseFuncType(text string) (*Type, error) {
	var buf [8]ValType
	p := typeParser{text: text, vals: buf[:0]}
	p.next()
	params, results := p.signature()
	if p.tok != "" {
		p.fail("unexpected %q", p.tok)
	}
	if p.err != nil {
		return nil, fmt.Errorf("%q is no signature like %q: %w", text, "(i32 i64) f64", p.err)
	}
	return FuncType(p.vals[:params], p.vals[params:params+results]), nil
}

// A typeParser reads tokens: parentheses, braces, colons, and words of all else. After an error there are no more.
type typeParser struct {
	text string
	pos  int    // behind tok
	tok  string // "" at the end
	err  error

	types   []*Type // by label
	group   *group  // the one that is read, nil where no types are defined
	labels  []int   // of its types
	missing int     // how many types it has that were referred to, but not defined so far
	vals    []ValType
}

func (p *typeParser) next() {
	for p.pos < len(p.text) && isBlank(p.text[p.pos]) {
		p.pos++
	}
	start := p.pos
	for p.pos < len(p.text) && !isBlank(p.text[p.pos]) && !isMark(p.text[p.pos]) {
		p.pos++
	}
	if p.pos == start && p.pos < len(p.text) {
		p.pos++ // a mark is a token of its own
	}
	p.tok = p.text[start:p.pos]
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func isMark(c byte) bool { return c == '(' || c == ')' || c == '{' || c == '}' || c == ':' }

// fail keeps the first error and ends the text.
func (p *typeParser) fail(format string, args ...any) {
	if p.err == nil {
		line := 1 + strings.Count(p.text[:p.pos-len(p.tok)], "\n")
		p.err = fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...))
	}
	p.pos, p.tok = len(p.text), ""
}

// take reads the token s if it comes next.
func (p *typeParser) take(s string) bool {
	if p.tok != s {
		return false
	}
	p.next()
	return true
}

func (p *typeParser) expect(s string) {
	if !p.take(s) {
		p.fail("expected %q, found %q", s, p.tok)
	}
}

// recType reads a recursion group, or a type that is alone in one.
func (p *typeParser) recType() {
	p.group, p.labels, p.missing = &group{}, p.labels[:0], 0
	if p.take("rec") {
		p.expect("{")
		for p.tok != "}" && p.err == nil {
			p.subType()
		}
		p.expect("}")
	} else {
		p.subType()
	}
	p.close()
}

// close makes the types of the group known.
func (p *typeParser) close() {
	if p.missing > 0 {
		p.fail("there are no types %v, which the group above refers to", p.undefined())
	}
	if p.err != nil || len(p.labels) == 0 {
		return
	}
	for _, t := range p.group.types {
		t.settle()
	}
	for i, t := range p.group.types {
		if err := t.check(); err != nil {
			p.fail("above, type %d: %v", p.labels[i], err)
			return
		}
	}
	canonical := interned.add(p.group)
	for i, label := range p.labels {
		p.types[label] = canonical.types[i]
	}
}

// settle sets what references to types of the same group lack: the code, which depends on what they refer to.
func (t *Type) settle() {
	settle := func(v *ValType) {
		if v.def != nil && v.def.group == t.group {
			v.code = v.def.kind.code()
		}
	}
	for i := range t.params {
		settle(&t.params[i])
	}
	for i := range t.results {
		settle(&t.results[i])
	}
	for i := range t.fields {
		settle(&t.fields[i].Type)
	}
}

// subType reads a label, the supertype, and the definition.
func (p *typeParser) subType() {
	label := p.label()
	p.expect(":")
	t := p.define(label)
	t.final = true
	if p.take("sub") {
		t.final = p.take("final")
		if p.isLabel() {
			p.superType(t)
		}
	}
	switch {
	case p.take("struct"):
		t.kind = kindStruct
		for p.more() {
			t.fields = append(t.fields, p.field())
		}
	case p.take("array"):
		t.kind = kindArray
		t.fields = []Field{p.field()}
	default:
		p.vals = p.vals[:0]
		params, results := p.signature()
		list := slices.Clone(p.vals)
		t.params, t.results = list[:params:params], list[params:params+results:params+results]
	}
}

// superType reads the label of t's supertype, which must come before t.
func (p *typeParser) superType(t *Type) {
	label := p.label()
	super := p.lookup(label)
	if super == nil || super == t || super.index == undefined {
		p.fail("type %d, a supertype, is not defined before", label)
		return
	}
	if err := t.inherit(super); err != nil {
		p.fail("type %d, a supertype: %v", label, err)
	}
}

func (p *typeParser) label() int {
	n, err := strconv.ParseUint(p.tok, 10, 32)
	if err != nil || n >= maxTypes {
		p.fail("expected a label, a number below %d, found %q", maxTypes, p.tok)
		return 0
	}
	p.next()
	return int(n)
}

// isLabel tells whether a label comes next.
func (p *typeParser) isLabel() bool { return p.tok != "" && p.tok[0] >= '0' && p.tok[0] <= '9' }

// more tells whether a list of fields or results goes on: no type begins, and no group ends.
func (p *typeParser) more() bool {
	return p.tok != "" && p.tok != "}" && p.tok != "rec" && !p.isLabel()
}

// undefined is the index of a type in its group as long as it was only referred to.
const undefined = -1

// lookup is the type with a label, or nil.
func (p *typeParser) lookup(label int) *Type {
	if label < len(p.types) {
		return p.types[label]
	}
	return nil
}

// refer is the type with a label, which may be defined later in the group, if there is one.
func (p *typeParser) refer(label int) *Type {
	switch t := p.lookup(label); {
	case t != nil:
		return t
	case p.group == nil:
		p.fail("there is no type %d", label)
		return &Type{}
	}
	if label >= len(p.types) {
		p.types = append(p.types, make([]*Type, label+1-len(p.types))...)
	}
	t := &Type{group: p.group, index: undefined}
	p.types[label] = t
	p.missing++
	return t
}

// define adds the type with a label to the group.
func (p *typeParser) define(label int) *Type {
	t := p.refer(label)
	if t.index != undefined {
		p.fail("type %d is defined twice", label)
		return &Type{group: p.group}
	}
	p.missing--
	p.labels = append(p.labels, label)
	p.group.add(t)
	return t
}

// undefined lists the labels that the group refers to in vain.
func (p *typeParser) undefined() (labels []int) {
	for label, t := range p.types {
		if t != nil && t.index == undefined {
			labels = append(labels, label)
		}
	}
	return labels
}

// signature reads parameters and results to the end of p.vals, and returns how many there are.
func (p *typeParser) signature() (params, results int) {
	p.expect("(")
	for ; p.tok != ")" && p.err == nil; params++ {
		p.vals = append(p.vals, p.val())
	}
	p.expect(")")
	for ; p.more(); results++ {
		p.vals = append(p.vals, p.val())
	}
	return params, results
}

func (p *typeParser) field() (f Field) {
	switch {
	case !p.take("("):
		f.Type, f.Packed = p.storage()
	case p.take("mut"):
		f.Mutable = true
		f.Type, f.Packed = p.storage()
		p.expect(")")
	default:
		f.Type = p.ref()
	}
	return f
}

func (p *typeParser) storage() (t ValType, packed uint8) {
	switch {
	case p.take("i8"):
		return I32, 8
	case p.take("i16"):
		return I32, 16
	}
	return p.val(), 0
}

func (p *typeParser) val() ValType {
	if p.take("(") {
		return p.ref()
	}
	t, ok := valTypeNamed(p.tok)
	if !ok {
		p.fail("%q is no value type", p.tok)
	}
	p.next()
	return t
}

// ref reads a reference type behind its parenthesis.
func (p *typeParser) ref() ValType {
	p.expect("ref")
	null := p.take("null")
	t, ok := heapTypeNamed(p.tok)
	switch {
	case ok:
		p.next()
	case p.isLabel():
		t = p.refer(p.label()).Ref()
	default:
		p.fail("%q is no heap type", p.tok)
	}
	t.null = null
	p.expect(")")
	return t
}
