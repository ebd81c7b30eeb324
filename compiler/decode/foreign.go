package decode

import "fmt"

// What proposals have that are known here by name alone: modules that use them are refused with the proposal's name, not as malformed. The codes
// are those of the proposals' own documents, which may still change.

// A run is successive opcodes of one proposal.
type run struct {
	prefix      byte // 0 for none
	first, last uint32
	proposal    string
}

var foreignOpcodes = []run{
	{0, 0xe0, 0xe6, "stack-switching"},
	{0xfb, 0x20, 0x26, "custom-descriptors"},
	{0xfb, 0x80, 0xb7, "stringref"},
	{0xfe, 0x4f, 0x7f, "shared-everything-threads"},
}

// foreignTypes are the bytes that begin a type, or stand for a heap type.
var foreignTypes = map[byte]string{
	0x4c: "custom-descriptors", // a clause of a descriptor, and 0x4d
	0x4d: "custom-descriptors",
	0x62: "custom-descriptors", // exact
	0x5d: "stack-switching",    // cont
	0x68: "stack-switching",    // contref
	0x75: "stack-switching",    // nullcontref
	0x65: "shared-everything-threads",
	0x67: "stringref",
}

// foreignOpcode is what to add to a message about an unknown opcode: the proposal that has it, or nothing.
func foreignOpcode(prefix byte, code uint32) string {
	for _, r := range foreignOpcodes {
		if prefix == r.prefix && code >= r.first && code <= r.last {
			return refusal(r.proposal)
		}
	}
	return ""
}

// foreignType is the same for a byte where a type should be.
func foreignType(b byte) string {
	if p := foreignTypes[b]; p != "" {
		return refusal(p)
	}
	return ""
}

// foreignImport is the same for a byte where the kind of an import should be.
func foreignImport(b byte) string {
	if b == 0x7e || b == 0x7f {
		return refusal("compact-import-section")
	}
	return ""
}

func refusal(proposal string) string {
	return fmt.Sprintf(": the %s proposal is not translated", proposal)
}
