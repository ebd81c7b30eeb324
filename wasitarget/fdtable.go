package wasitarget

import "container/heap"

// lookup finds a descriptor. need are rights that must not have been given up.
func (s *System) lookup(fd int32, need uint64) (*descriptor, error) {
	if uint32(fd) >= uint32(len(s.fds)) || s.fds[fd] == nil {
		return nil, errBadf
	}
	d := s.fds[fd]
	if d.denied&need != 0 {
		return nil, errNotcapable
	}
	return d, nil
}

// lookupFile finds a descriptor that is no directory.
func (s *System) lookupFile(fd int32, need uint64) (*descriptor, error) {
	d, err := s.lookup(fd, need)
	if err == nil && d.dir != nil {
		return nil, errBadf
	}
	return d, err
}

// lookupOpen finds a file that was opened for access, reading or writing.
func (s *System) lookupOpen(fd int32, access uint64) (*descriptor, error) {
	d, err := s.lookupFile(fd, access)
	if err == nil && d.base&access != access {
		return nil, errBadf
	}
	return d, err
}

// lookupDir finds a directory.
func (s *System) lookupDir(fd int32, need uint64) (*descriptor, error) {
	d, err := s.lookup(fd, need)
	if err == nil && d.dir == nil {
		return nil, errNotdir
	}
	return d, err
}

// install gives a descriptor the lowest free number.
func (s *System) install(d *descriptor) (int32, error) {
	if err := s.takeDescriptor(); err != nil {
		return 0, err
	}
	if len(s.free) > 0 {
		fd := heap.Pop(&s.free).(int32)
		s.fds[fd] = d
		return fd, nil
	}
	s.fds = append(s.fds, d)
	return int32(len(s.fds) - 1), nil
}

// forget takes a descriptor from the table.
func (s *System) forget(fd int32) {
	s.fds[fd] = nil
	heap.Push(&s.free, fd)
	s.giveDescriptor()
}

// freeNumbers are the descriptors' numbers that were given back, the lowest first.
type freeNumbers []int32

var _ heap.Interface = (*freeNumbers)(nil)

func (h freeNumbers) Len() int           { return len(h) }
func (h freeNumbers) Less(i, j int) bool { return h[i] < h[j] }
func (h freeNumbers) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *freeNumbers) Push(n any)        { *h = append(*h, n.(int32)) }

func (h *freeNumbers) Pop() any {
	last := len(*h) - 1
	n := (*h)[last]
	*h = (*h)[:last]
	return n
}
