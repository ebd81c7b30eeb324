package rt

// GlobalType is the type of a global.
type GlobalType struct {
	Type    ValType
	Mutable bool
}

// Matches tells whether a global of type t may be imported as want (spec 3.3, "Global Types"): one that can be written must be of the very type.
func (t GlobalType) Matches(want GlobalType) bool {
	return t == want || !t.Mutable && !want.Mutable && t.Type.Matches(want.Type)
}

// String gives the type as the text format writes it: "global (mut i32)".
func (t GlobalType) String() string {
	if t.Mutable {
		return "global (mut " + t.Type.String() + ")"
	}
	return "global " + t.Type.String()
}
