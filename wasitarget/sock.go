package wasitarget

// No descriptor of a System is a socket, so these only tell bad descriptors from others.

// SockAccept accepts a connection.
func (s *System) SockAccept(fd, flags, newFd int32) (int32, error) { return s.notSocket(fd) }

// SockRecv receives a message.
func (s *System) SockRecv(fd, iovs, iovsLen, riFlags, roDatalen, roFlags int32) (int32, error) {
	return s.notSocket(fd)
}

// SockSend sends a message.
func (s *System) SockSend(fd, iovs, iovsLen, siFlags, soDatalen int32) (int32, error) {
	return s.notSocket(fd)
}

// SockShutdown shuts a socket down.
func (s *System) SockShutdown(fd, how int32) (int32, error) { return s.notSocket(fd) }

func (s *System) notSocket(fd int32) (int32, error) {
	if _, err := s.lookup(fd, 0); err != nil {
		return s.result(err)
	}
	return s.result(errNotsock)
}
