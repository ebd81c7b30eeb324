package persist

import (
	"encoding/binary"

	"github.com/wasm2go/wasm2go/mem/sram"
)

// An entry of the journal is a record (see record.go) of a block: its number (4 bytes), and what it had at the checkpoint that the record
// is of. Entries are in a ring, too: those of a checkpoint begin where those of the former one end.
const entryHead = 4

// batchBytes is how many bytes of blocks go to the journal at once.
const batchBytes = 1024

// A batch is some blocks that follow each other.
type batch struct{ block, n uint64 }

// save puts the blocks that n bytes at addr touch into the journal, those that are not there.
func (s *Store) save(addr, n uint64) error {
	if !s.keeps() {
		return nil
	}
	if s.staged.n > 0 { // what may be there in part must not be left behind other entries
		if err := s.append(); err != nil {
			return err
		}
	}
	end := (addr+n-1)/s.layout.block + 1
	for b := addr / s.layout.block; b < end; {
		n := s.unsaved(b, end)
		if n == 0 {
			b++
			continue
		}
		if err := s.stage(batch{b, n}); err != nil {
			return err
		}
		if err := s.append(); err != nil {
			return err
		}
		b += n
	}
	return nil
}

// unsaved counts the blocks from b on that are not in the journal, as far as end, and as many as go there at once.
func (s *Store) unsaved(b, end uint64) uint64 {
	n := uint64(0)
	for end = min(end, b+s.layout.batch(), b+s.layout.blocks-s.place(s.entries)); b+n < end && s.saved[(b+n)/64]>>((b+n)%64)&1 == 0; n++ {
	}
	return n
}

// place is where entry i of the journal of the last checkpoint is in the ring.
func (s *Store) place(i uint64) uint64 { return (uint64(s.last.start) + i) % s.layout.blocks }

// stage makes entries of blocks. What they have is read twice: a bit that was read wrongly would get the right checksum.
func (s *Store) stage(b batch) error {
	at, blocks := s.layout.blockAt(b.block), s.blocks[:b.n*s.layout.block]
	err := s.readTwice(func() ([]byte, error) {
		if err := s.device.Transfer(0, nil, at, blocks); err != nil {
			return nil, err
		}
		if s.doubtful(at, blocks) {
			return blocks, s.alive(at, uint64(len(blocks)))
		}
		return blocks, nil
	})
	if err != nil {
		return err
	}
	for i := range b.n {
		e := s.entryBuffer[i*s.layout.entryBytes():][:s.layout.entryBytes()]
		binary.LittleEndian.PutUint32(e[recordHead:], uint32(b.block+i))
		copy(e[recordHead+entryHead:], blocks[i*s.layout.block:][:s.layout.block])
		seal(e, s.last.number)
	}
	s.staged = b
	return nil
}

// append makes what is staged the next entries. Should only the first of them get to the device, those are the journal; none of the
// blocks is overwritten yet.
func (s *Store) append() error {
	if err := s.write(s.layout.entryAt(s.place(s.entries)), s.entryBuffer[:s.staged.n*s.layout.entryBytes()]); err != nil {
		return err
	}
	if err := sram.Sync(s.device); err != nil {
		return err
	}
	for b := s.staged.block; b < s.staged.block+s.staged.n; b++ {
		s.saved[b/64] |= 1 << (b % 64)
	}
	s.entries += s.staged.n
	s.staged = batch{}
	return nil
}
