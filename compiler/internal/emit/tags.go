package emit

import (
	"fmt"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
)

// planTags prepares the statements that make the module's own tags: each instance has its own (spec 4.7.3, "Instantiation").
func (f *frame) planTags() {
	for i, name := range f.mod.TagNames() {
		if i >= f.mod.ImportedTags {
			made := fmt.Sprintf("%s = abi.NewTag(%s, %s)", names.Tag(uint32(i)), gotext.Quote(name), f.tagType(uint32(i)))
			f.values = append(f.values, []string{made})
		}
	}
}

// tagType is the Go expression for the type of a tag.
func (f *frame) tagType(i uint32) string {
	t := f.mod.Canon(f.mod.Tags[i].Type)
	f.named = append(f.named, t)
	return fmt.Sprintf("%s.At(%d)", f.typesVar(), t)
}
