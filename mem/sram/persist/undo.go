package persist

import (
	"encoding/binary"
	"fmt"
)

// An entry is what a place of the journal has.
type entry struct {
	record
	block   uint64
	content []byte
}

func decodeEntry(e []byte) entry {
	r := unseal(e)
	return entry{r, uint64(binary.LittleEndian.Uint32(e[recordHead:])), e[recordHead+entryHead : len(e)-recordTail]}
}

// journal counts the entries of the last checkpoint. It changes nothing, and fails where there is one too few: an entry that was complete and
// is damaged; others behind the last one; one of a later checkpoint, whose header must be lost.
func (s *Store) journal() (n uint64, err error) {
	for ; n < s.layout.blocks; n++ {
		e, err := s.readEntry(n)
		if err != nil {
			return 0, err
		}
		if e.condition == valid && e.number == s.last.number {
			s.mended += e.mended
			continue
		}
		if err := s.disagrees(e, n); err != nil {
			return 0, err
		}
		break
	}
	return n, s.behind(n)
}

// readEntry reads entry i after the last checkpoint. Where that is not as it should be, it looks twice, and sees that the device is there.
func (s *Store) readEntry(i uint64) (entry, error) {
	b := s.entryBuffer[:s.layout.entryBytes()]
	at := s.layout.entryAt(s.place(i))
	if err := s.read(at, b); err != nil {
		return entry{}, err
	}
	if e := decodeEntry(b); e.condition == valid && e.number == s.last.number && e.mended == 0 {
		return e, nil
	}
	err := s.readTwice(func() ([]byte, error) {
		if err := s.device.Transfer(0, nil, at, b); err != nil {
			return nil, err
		}
		return b, s.alive(at, uint64(len(b)))
	})
	return decodeEntry(b), err
}

// disagrees is an error if e, where the journal seems to have ended with n entries, says that it has not.
func (s *Store) disagrees(e entry, n uint64) error {
	last := s.last.number
	switch {
	case e.condition == valid && e.number.laterThan(last):
		return fmt.Errorf("the last header is of checkpoint %v, but the journal has an entry of checkpoint %v: a header is lost", last, e.number)
	case e.condition == valid && e.number == last, e.condition != valid && e.endsWith(last):
		return fmt.Errorf("the journal of checkpoint %v is damaged at entry %d", last, n)
	}
	return nil
}

// lookAhead is how many bytes behind the end of the journal are looked at.
const lookAhead = 64 << 10

// behind is an error if there are entries of the journal behind its end.
func (s *Store) behind(n uint64) error {
	size := s.layout.entryBytes()
	for i := n; i < min(s.layout.blocks, n+lookAhead/size); {
		place := s.place(i)
		count := min(s.layout.batch(), s.layout.blocks-i, s.layout.blocks-place)
		b := s.entryBuffer[:count*size]
		if err := s.read(s.layout.entryAt(place), b); err != nil {
			return err
		}
		for ; count > 0; count-- {
			if e := b[:size]; s.concerns(e) {
				confirmed, err := s.readEntry(i)
				if err == nil {
					err = s.disagrees(confirmed, n)
				}
				if err != nil {
					return err
				}
			}
			b = b[size:]
			i++
		}
	}
	return nil
}

// concerns tells whether an entry may be one of the last checkpoint or of a later one.
func (s *Store) concerns(e []byte) bool {
	r := record{number: numberIn(e), tail: binary.LittleEndian.Uint64(e[len(e)-8:])}
	return r.number == s.last.number || r.number.laterThan(s.last.number) || r.endsWith(s.last.number)
}

// undo copies back what the journal has. Then the same checkpoint is made once more, with the next number: what is left of the journal is
// of an earlier one, and cannot be taken for entries that are written from now on. Until that is complete, undo begins anew at the next
// Open.
func (s *Store) undo(entries uint64) error {
	if entries == 0 {
		return nil
	}
	for i := range entries {
		e, err := s.readEntry(i)
		if err != nil {
			return err
		}
		if e.condition != valid || e.number != s.last.number || e.block >= s.layout.blocks {
			return fmt.Errorf("the journal of checkpoint %v is damaged at entry %d", s.last.number, i)
		}
		if err := s.write(s.layout.blockAt(e.block), e.content); err != nil {
			return err
		}
	}
	s.entries = entries
	return s.commit(s.kept)
}
