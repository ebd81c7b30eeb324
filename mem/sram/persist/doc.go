// Package persist keeps an instance on FRAM or MRAM over power cuts: what it was at its last checkpoint is what it goes on from.
//
//	store, err := persist.Open(chip, persist.Opts{})            // a chip from package fram, for example
//	array, err := sram.NewArray(sram.ArrayOpts{}, store)
//	m, err := queue.New(imports, sram.On(array), store.Keep())  // resumed, or made anew where there is no checkpoint
//	...
//	err = store.Checkpoint()                                    // between two calls
//
// A checkpoint holds the instance's memories, mutable globals, tables and which passive segments were dropped. It does not hold what
// belongs to others: imported memories, tables and mutable globals are refused, and so are references to functions of other instances and
// to values of the host; what host functions remember (open files of WASI, for one) is lost.
//
// Whenever the power goes, or the process dies, Open finds the last complete checkpoint, with the memory as it was then. What happened
// after it is undone. Closing an instance is no checkpoint.
//
// # On the chip
//
// From its beginning on a chip has
//
//	2 headers      of 64 bytes, for the checkpoints of even and of odd numbers
//	2 states       what a checkpoint holds besides memory; Opts.State bytes each
//	the data       which is what the Store shows as a Device
//	the journal    as many entries as there are blocks of data: a block as it was, 16 bytes in front of it
//
// With blocks of 128 bytes a little less than half of the chip is left for data. There is an entry for each block, so the journal is
// never full. Of RAM the Store takes 2.2 KB and a bit for each block.
//
// # States and transitions
//
// The number of the last checkpoint is that of the valid header with the higher number; a header is valid if its checksum is right.
// An entry is valid if its checksum is right, which counts that number in. The entries before the first one that is not valid
// are the journal.
//
//	empty     no valid header: nothing is kept, the data is written straight
//	clean     checkpoint n is valid, the journal is empty: the data is that of n
//	running   checkpoint n is valid, the journal has entries: the data is that of n, once they are copied back
//
//	empty or running, checkpoint: caches are flushed; the state goes to where n+1 has its place, which n does not need; then the header.
//	    Its last byte is what makes n+1 valid and the journal's entries, which are of n, not: clean.
//	clean or running, first write to a block since n: what the block has is appended to the journal, before it is overwritten: running.
//	running, Open: the journal is copied back, from its beginning; a cut meanwhile changes nothing, the next Open copies again. Data is that
//	    of n then. Entries that were copied back may stay: they are still what the blocks had at n, should they be found again.
//
// Wherever a transfer is cut, the chip is in one of these states: what is half written is a state or header that is not valid yet, the
// last entry of the journal, whose block is not overwritten yet, or a block whose entry is there.
//
// # Cost
//
// Of the writes between two checkpoints the first to each block costs two transactions more: the block is read, and written to the
// journal; neighbours, up to 1024 bytes, together. Other writes, and all reads, cost nothing. A checkpoint writes what is dirty in the caches, the state (some bytes for each
// global and table element, a bit for each line of memory) and 64 bytes. The cells that wear most are those of the headers and of the
// journal's beginning: once in one or two checkpoints.
package persist
