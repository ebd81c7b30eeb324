package persist

import (
	"encoding/binary"
	"hash/crc32"
)

// An entry of the journal: the number of the checkpoint (8 bytes), that of the block (4), a checksum of both and of what follows (4), and
// what the block had at that checkpoint.
const entryHeader = 16

// batchBytes is how many bytes of blocks go to the journal at once.
const batchBytes = 1024

// save puts the blocks that n bytes at addr touch into the journal, those that are not there.
func (s *Store) save(addr, n uint64) error {
	if s.last.number == 0 {
		return nil
	}
	end := (addr+n-1)/s.layout.block + 1
	for b := addr / s.layout.block; b < end; {
		n := s.unsaved(b, end)
		if n == 0 {
			b++
			continue
		}
		if err := s.append(b, n); err != nil {
			return err
		}
		b += n
	}
	return nil
}

// unsaved counts the blocks from b on that are not in the journal, as far as end, and as many as go there at once.
func (s *Store) unsaved(b, end uint64) uint64 {
	n := uint64(0)
	for end = min(end, b+s.layout.batch()); b+n < end && s.saved[(b+n)/64]>>((b+n)%64)&1 == 0; n++ {
	}
	return n
}

// append makes n blocks from b on the next entries. Should only the first of them get to the device, those are the journal; none of the
// blocks is overwritten yet.
func (s *Store) append(b, n uint64) error {
	blocks := s.blocks[:n*s.layout.block]
	if err := s.device.Transfer(0, nil, s.layout.data()+b*s.layout.block, blocks); err != nil {
		return err
	}
	entries := s.entryBuffer[:0]
	for i := range n {
		entries = s.appendEntry(entries, b+i, blocks[i*s.layout.block:][:s.layout.block])
	}
	if err := s.device.Transfer(s.layout.entryAt(s.entries), entries, 0, nil); err != nil {
		return err
	}
	s.entries += n
	for ; n > 0; n-- {
		s.saved[b/64] |= 1 << (b % 64)
		b++
	}
	return nil
}

// appendEntry appends to list the entry of block b, which has the content.
func (s *Store) appendEntry(list []byte, b uint64, content []byte) []byte {
	list = binary.LittleEndian.AppendUint64(list, s.last.number)
	list = binary.LittleEndian.AppendUint32(list, uint32(b))
	sum := crc32.Update(crc32.ChecksumIEEE(list[len(list)-12:]), crc32.IEEETable, content)
	list = binary.LittleEndian.AppendUint32(list, sum)
	return append(list, content...)
}

// undo copies back what the journal has.
func (s *Store) undo() error {
	for i := range s.layout.blocks {
		b, content, err := s.readEntry(i)
		if err == nil && content == nil {
			b, content, err = s.readEntry(i) // a disturbed bus must not end the journal
		}
		if err != nil || content == nil {
			return err
		}
		if err := s.write(s.layout.data()+b*s.layout.block, content); err != nil {
			return err
		}
	}
	return nil
}

// readEntry reads an entry: the block and what it had, nil if the entry is not valid.
func (s *Store) readEntry(i uint64) (b uint64, content []byte, err error) {
	e := s.entryBuffer[:s.layout.entryBytes()]
	if err := s.transfer(0, nil, s.layout.entryAt(i), e); err != nil {
		return 0, nil, err
	}
	sum := crc32.Update(crc32.ChecksumIEEE(e[:12]), crc32.IEEETable, e[entryHeader:])
	b = uint64(binary.LittleEndian.Uint32(e[8:]))
	if binary.LittleEndian.Uint64(e) != s.last.number || binary.LittleEndian.Uint32(e[12:]) != sum || b >= s.layout.blocks {
		return 0, nil, nil
	}
	return b, e[entryHeader:], nil
}
