package interp

import (
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// callOut calls a function of the host, of another instance or of translated code. The arguments are in registers from a on and in the
// references of the running function, and so are then the results, unless an exception is pending. The stack may have moved: callOut returns r, or
// where it is now.
func (i *Instance) callOut(s *stack, f *rt.Func, r window, a uint16, room wasm.Slots, d int) window {
	left := d + s.reserve
	i.core.Out(left)
	theirs := left
	if f.Owner != nil {
		theirs = i.core.Cross(left)
	}
	at, ref := s.offset(r), s.ref
	first := at + int(a)
	s.top = first + room.Words
	s.refsAt(ref + room.Refs)
	args, refs := s.vals[first:s.top:s.top], s.refs[ref:s.ref:s.ref]
	var e *rt.Exception
	switch {
	case f.Owner != nil && f.Owner != i.owner && i.core.Lends():
		e = i.callLent(f, theirs, args, refs)
	case f.Sig.Pending != nil || i.catches:
		e = i.core.Catch(f, theirs, args, refs)
	default:
		f.CallSlots(theirs, args, refs)
	}
	i.core.In(left)
	i.core.Thrown = e
	s.refsAt(ref)
	s.foreign = false // a panic may have passed activations, and the host have caught it
	if len(args) > 0 && &args[0] != &s.vals[first] {
		copy(s.vals[first:], args)
	}
	if len(refs) > 0 && &refs[0] != &s.refs[ref] {
		copy(s.refs[ref:], refs)
	}
	return s.at(at)
}

// callLent calls a function of another instance, which ends with the context of the running call.
func (i *Instance) callLent(f *rt.Func, d int, args []uint64, refs []rt.Ref) *rt.Exception {
	defer i.core.Lend(i.owner, f.Owner)()
	return i.core.Catch(f, d, args, refs)
}
