package rt

import "github.com/wasm2go/wasm2go/mem"

// A State is all of an instance that changes while it runs, as pointers to it. What it imports and what host functions know is not
// part of it, nor is a call that has not returned.
type State struct {
	Module    string       // which module it is: the SHA-256 of its file, in hexadecimal
	Elsewhere string       // something that changes too but is not here, as an imported "memory 0"; "" if there is none
	Memories  []mem.Memory // the instance's own, as all that follows
	Tables    []any        // *Table[*Func], *Table[any] or another *Table
	Globals   []any        // mutable ones, as Global.Ptr
	Segments  []any        // passive ones that code names: *string, or a pointer to a slice of what tables have, empty once they were dropped

	// References may be to these functions, in ascending order, which Func returns.
	Funcs []uint32
	Func  func(i uint32) *Func

	// Hold keeps calls out, which get ErrBusy, for a Keeper to read or set the state until it calls release. It is not ok where the instance is
	// closed or a call is running, on whatever goroutine.
	Hold func() (release func(), ok bool)

	// Memo is for a Keeper, which may leave here what it knows of the instance.
	Memo any
}

// A Keeper stores states and brings them back.
type Keeper interface {
	// Attach is called when the instance has all that it will have, but nothing was initialized. Where it sets the state to a former one, it
	// returns true: then neither segments are applied nor the start function runs.
	Attach(s *State) (resumed bool, err error)
}

// KeptBy makes the instance known to k. It takes code that was translated with -mem sram or -snapshot.
func KeptBy(k Keeper) Option {
	return func(c *Config) { c.Keeper = k }
}
