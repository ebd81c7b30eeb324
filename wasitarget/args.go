package wasitarget

// ArgsGet stores the arguments: their addresses at argv, the NUL-terminated strings one after the other at argvBuf.
func (s *System) ArgsGet(argv, argvBuf int32) (int32, error) {
	return s.result(s.putStrings(s.args, argv, argvBuf))
}

// ArgsSizesGet stores the number of arguments and the bytes they need.
func (s *System) ArgsSizesGet(argc, argvBufSize int32) (int32, error) {
	return s.result(s.putSizes(s.args, argc, argvBufSize))
}

// EnvironGet stores the environment, NAME=value, in the manner of ArgsGet.
func (s *System) EnvironGet(environ, environBuf int32) (int32, error) {
	return s.result(s.putStrings(s.env, environ, environBuf))
}

// EnvironSizesGet stores the number of variables and the bytes they need.
func (s *System) EnvironSizesGet(count, bufSize int32) (int32, error) {
	return s.result(s.putSizes(s.env, count, bufSize))
}

func (s *System) putSizes(list []string, count, size int32) error {
	if err := s.check(size, 4); err != nil {
		return err
	}
	if err := s.put32(count, uint32(len(list))); err != nil {
		return err
	}
	return s.put32(size, uint32(bytesOf(list)))
}

func (s *System) putStrings(list []string, table, buf int32) error {
	if err := s.check(table, 4*uint64(len(list))); err != nil {
		return err
	}
	if err := s.check(buf, bytesOf(list)); err != nil {
		return err
	}
	at := addr(buf)
	for i, v := range list {
		b := append(s.buf[:0], v...)
		if err := s.writeAt(append(b, 0), at); err != nil {
			return err
		}
		if err := s.writeAt(le32(s.word[:4], uint32(at)), addr(table)+4*uint64(i)); err != nil {
			return err
		}
		at += uint64(len(v)) + 1
	}
	return nil
}

// bytesOf is what NUL-terminated strings need.
func bytesOf(list []string) (n uint64) {
	for _, v := range list {
		n += uint64(len(v)) + 1
	}
	return n
}
