package mem

import (
	"fmt"
	"strings"
)

// Page is the size of a page in bytes where the module does not say otherwise.
const Page = 65536

// Type is a memory type: limits in pages, the page size in bytes, and the kind of addresses.
type Type struct {
	Min      uint64 // pages at the start
	Max      uint64 // pages at most, as declared; only with HasMax
	HasMax   bool
	PageSize uint64 // bytes: 65536 or 1; 0 stands for 65536
	Is64     bool   // 64-bit addresses (memory64 proposal)
	Shared   bool   // threads proposal

	// Limit is how many pages the memory may grow to where that is less than the type allows, 0 for no such limit. It is
	// the implementation's and not part of the type: memory.grow may always refuse.
	Limit uint64
}

// PageBytes is the page size in bytes, with the default filled in.
func (t Type) PageBytes() uint64 {
	if t.PageSize == 0 {
		return Page
	}
	return t.PageSize
}

// MaxPages is how many pages the type allows at most: the declared maximum, but no more than the addresses can reach.
func (t Type) MaxPages() uint64 {
	limit := uint64(1) << 32 / t.PageBytes()
	switch {
	case t.Is64 && t.PageBytes() == 1:
		limit = 1<<64 - 1
	case t.Is64:
		limit = (1<<63)/t.PageBytes()*2 - 1 // so that the size in bytes fits an uint64
	}
	if t.Limit != 0 {
		limit = min(limit, t.Limit)
	}
	if t.HasMax {
		limit = min(limit, t.Max)
	}
	return limit
}

// Limited is the type with a Limit of at most so many bytes, rounded down to pages, but one page at the least.
func (t Type) Limited(bytes uint64) Type {
	pages := max(1, bytes/t.PageBytes())
	if t.Limit == 0 || pages < t.Limit {
		t.Limit = pages
	}
	return t
}

// CheckMin returns an error where no memory of the type can be made, because it begins with more pages than it may have.
func (t Type) CheckMin() error {
	switch {
	case t.Limit != 0 && t.Min > t.Limit:
		return fmt.Errorf("%v: larger than the limit of %d pages", t, t.Limit)
	case t.Min > t.MaxPages():
		return fmt.Errorf("%v: the minimum is beyond the maximum", t)
	}
	return nil
}

// Matches reports whether a memory of this type, with its current size as Min, may be imported as want (Core spec, 3.4 "Import
// matching"): at least as large now, and not allowed to become larger than the importer expects.
func (t Type) Matches(want Type) bool {
	if t.Is64 != want.Is64 || t.Shared != want.Shared || t.PageBytes() != want.PageBytes() || t.Min < want.Min {
		return false
	}
	return !want.HasMax || t.HasMax && t.Max <= want.Max
}

// String gives the type as the text format writes it: "memory 1 2", "memory i64 1 shared".
func (t Type) String() string {
	var b strings.Builder
	b.WriteString("memory ")
	if t.Is64 {
		b.WriteString("i64 ")
	}
	fmt.Fprintf(&b, "%d", t.Min)
	if t.HasMax {
		fmt.Fprintf(&b, " %d", t.Max)
	}
	if t.Shared {
		b.WriteString(" shared")
	}
	if t.PageBytes() != Page {
		fmt.Fprintf(&b, " (pagesize %d)", t.PageBytes())
	}
	return b.String()
}
