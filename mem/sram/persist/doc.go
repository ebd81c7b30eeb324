// Package persist keeps an instance on FRAM or MRAM over power cuts: what it was at its last checkpoint is what it goes on from.
//
//	store, err := persist.Open(chip, persist.Opts{})            // a chip from package fram, for example
//	array, err := sram.NewArray(sram.ArrayOpts{}, store)
//	m, err := queue.New(imports, sram.On(array), store.Keep())  // resumed, or made anew where there is no checkpoint
//	...
//	err = store.Checkpoint()                                    // between two calls
//
// A checkpoint holds the instance's memories, mutable globals, tables and which passive segments were dropped; and, if the array has the option
// Checksum, the checksums of lines, so that what changes on the chip while the power is off is found, too. It does not hold what
// belongs to others: imported memories, tables and mutable globals are refused, and so are references to functions of other instances and
// to values of the host; what host functions remember (open files of WASI, for one) is lost.
//
// Whenever the power goes, or the process dies, Open finds the last complete checkpoint, with the memory as it was then. What happened
// after it is undone. Closing an instance is no checkpoint.
//
// # On the device
//
// From its beginning on a device has
//
//	ring of headers  8 of 64 bytes; checkpoint n has the one with the number n%8
//	64 bytes         to see that the device keeps what is written, before it has a header
//	2 states         what a checkpoint holds besides memory, of even and of odd numbers; Opts.State bytes each
//	the data         which is what the Store shows as a Device
//	the journal      as many entries as there are blocks of data: a block as it was, and 24 bytes around it
//	ring of headers  the same once more, in the last bytes of the device
//
// Of several chips each has a label of 64 bytes in its last bytes, which says what place it has: the data and the rest pass these by (labels.go).
//
// With blocks of 128 bytes a little less than half of the chip is left for data. There is an entry for each block, so the journal is
// never full; the entries of a checkpoint begin where those of the former end. Of RAM the Store takes 3.5 KB and a bit for each block; and while
// it resumes or makes a checkpoint, the state, and what is encoded or decoded: with checksums 8 bytes for each line.
//
// The Store is opened before there is an array, so the states have room for a checksum of each line of 64 bytes unless Opts.State says
// otherwise. That is a 16th of the device for both; without checksums a 64th (Opts.State: a 128th of the device) leaves 5 % more for data.
//
// # States and transitions
//
// Headers and entries are records (record.go): number, content, checksum, and last a mark of the number. A record whose checksum is right is
// valid. One whose checksum is wrong was cut as it was written if its mark is not that of its number, and is damaged if it is.
//
//	blank     no header: nothing is kept
//	empty     the last header says that there is no checkpoint: the data is written straight
//	clean     checkpoint n is the last, the journal has no entries of it: the data is that of n
//	running   checkpoint n is the last, the journal has entries of it: the data is that of n, once they are copied back
//
//	blank, first write: the device has to keep a pattern, the rings are read once more, and the first header is written: empty.
//	empty or running, checkpoint: caches are flushed; the state goes to where n+1 has its place, which n does not need; then the header, to the
//	    first ring and then to the second. The first of them, once its checksum is complete, is what makes n+1 the last: clean.
//	clean or running, first write to a block since n: what the block has is appended to the journal, before it is overwritten: running.
//	running, Open: the journal is read to its end, then copied back from its beginning, and then checkpoint n is made once more as n+1:
//	    clean. A cut before that changes nothing, the next Open copies again. So what is left of an earlier process in the journal never has
//	    the number of the entries that are written now.
//	Discard: a header n+1 that says so: empty.
//
// Each of these steps is on the device before the next is begun: what is written is read back, and a device that holds back what was written
// (sram.Syncer) is synced. Wherever a transfer is cut, the device is in one of these states: what is half written is a state whose header is
// not there, a header in the first ring, which the second has not, in the second, which the first has, the last entries of the journal,
// whose blocks are not overwritten yet, or a block whose entry is there.
//
// # What can go wrong
//
// A serial chip has no acknowledge: one that is gone takes all writes, and reads as all ones or all zeros. So
//
//   - whatever is written is read back; a mismatch is written again, three times, and then an error. Nothing is committed that was not read back.
//   - what a chip that is gone would read as (all ones or zeros) is believed only after the chip has answered (sram.Answerer; for
//     others, after the last header was read), and was read once more.
//   - a chip that is silent each time it is looked at, and answers in between, is taken for one without checkpoints. The first write looks again
//     and is refused: nothing is lost, and the next Open finds them.
//   - what goes to the journal is read twice, and so are headers and the end of the journal.
//   - a checkpoint whose header could not be written leaves in doubt whether it is complete; nothing else is written before that is known.
//
// One wrong bit in a header, a state or an entry is set right by its checksum, see Store.Mended. Of a header there are two. All else
// that is damaged is refused by Open, which then has changed nothing: a state; an entry of the journal, at the end or in the middle; a
// header in both rings, also if it is the only one; a header that is lost, when entries of a later checkpoint tell of it; rings that do not agree,
// since one of several chips was exchanged; a label that is not that of the chip's place, or of what is before it; the format of another version. Erase forgets them.
//
// The data has no checksums of the Store's. Without ArrayOpts.Checksum these are not noticed: cells of data that change at rest, bits that flip or a
// chip that is silent while data is read for the program, and bits of the address that flip in a write, which then destroys other data.
// With it, reading a line that is not what it was at the checkpoint, or since, is an error.
//
// Not covered, with checksums either, is a line without one: it is believed if two reads agree. Lines have none after a checkpoint that was made
// without the option, until they are read or written; and where a bulk write failed half way, until then.
//
// Nor can this be told from a cut: an entry that is last in the journal and wiped out, its mark included. A journal entry that the chip took in
// part, as it lost contact, when the process ends before it is written again, is refused as damaged. The Store must be all that uses the
// device: of two on the same one, the second to make a checkpoint fails, but by then both have written.
//
// # Cost
//
// A write is read back in the same transaction, with as many bytes more; what a chip that is gone would read as takes two transactions more. Of
// the writes between two checkpoints the first to each block costs three transactions more: the block is read twice, and written to the
// journal and read back; neighbours, up to 1024 bytes, together. Reading costs nothing. A checkpoint writes, and reads back, what is dirty in
// the caches, the state (some bytes for each global and table element, a bit for each line of memory; with checksums 4 bytes for each that was ever
// written, all of them each time) and two headers of 64 bytes: four transactions, if the state takes no more than 1216 bytes. Open reads the
// headers twice and at least 64 KiB of the journal, or all of it.
//
// Cells of the data wear as the program writes them: a line that is dirty at each checkpoint, once in each. Those of headers are written
// once in eight checkpoints, those of states once in two, those of the journal in turn; each write is followed by a read.
package persist
