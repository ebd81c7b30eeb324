package wasitarget

import "container/heap"

// lookup finds a descriptor, which stays open until the end of the call. need are rights that must not have been given up.
func (s *System) lookup(fd int32, need uint64) (*descriptor, error) {
	if !s.shared {
		return s.find(fd, need)
	}
	s.table.Lock()
	d, err := s.find(fd, need)
	if err == nil {
		d.users++
	}
	s.table.Unlock()
	if err != nil {
		return nil, err
	}
	s.held = append(s.held, d.opened)
	return d, nil
}

// release gives up what lookup has found.
func (s *System) release() {
	if len(s.held) == 0 {
		return
	}
	for _, o := range s.held {
		s.drop(o)
	}
	s.held = s.held[:0]
}

// drop counts one user less of what is open, and closes it if that was the last.
func (p *process) drop(o *opened) error {
	p.lock(&p.table)
	o.users--
	last := o.users == 0
	p.unlock(&p.table)
	if !last {
		return nil
	}
	err := p.closeOpened(o)
	p.giveDescriptor()
	return err
}

// find finds a descriptor while the table is locked.
func (p *process) find(fd int32, need uint64) (*descriptor, error) {
	if uint32(fd) >= uint32(len(p.fds)) || p.fds[fd] == nil {
		return nil, errBadf
	}
	d := p.fds[fd]
	if d.denied&need != 0 {
		return nil, errNotcapable
	}
	return d, nil
}

// change puts a descriptor that alter has altered in the place of one, since those in the table do not change.
func (p *process) change(fd int32, alter func(d *descriptor) error) error {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	d, err := p.find(fd, 0)
	if err != nil {
		return err
	}
	altered := *d
	if err := alter(&altered); err != nil {
		return err
	}
	p.fds[fd] = &altered
	return nil
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
	s.lock(&s.table)
	defer s.unlock(&s.table)
	if err := s.countDescriptor(); err != nil {
		return 0, err
	}
	d.users = 1
	if len(s.free) > 0 {
		fd := heap.Pop(&s.free).(int32)
		s.fds[fd] = d
		return fd, nil
	}
	s.fds = append(s.fds, d)
	return int32(len(s.fds) - 1), nil
}

// take takes a descriptor out of the table.
func (p *process) take(fd int32) (*descriptor, error) {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	d, err := p.find(fd, 0)
	if err == nil {
		p.vacate(fd)
	}
	return d, err
}

// move gives a descriptor another one's number, and returns that.
func (p *process) move(fd, to int32) (old *descriptor, err error) {
	p.lock(&p.table)
	defer p.unlock(&p.table)
	d, err := p.find(fd, 0)
	if err != nil {
		return nil, err
	}
	if old, err = p.find(to, 0); err != nil || fd == to {
		return nil, err
	}
	p.vacate(fd)
	p.fds[to] = d
	return old, nil
}

// vacate makes a number free.
func (p *process) vacate(fd int32) {
	p.fds[fd] = nil
	heap.Push(&p.free, fd)
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
