package wasitarget

import "testing"

// What one thread pays for calls: of a stream, of a file in memory, of one of the host, and of none.
func BenchmarkCalls(b *testing.B) {
	m := &memory{}
	files := NewMemFS(MemOptions{})
	s, err := New(Config{Dirs: []Dir{{FS: files, Guest: "/"}, {Host: b.TempDir(), Guest: "/host"}}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Bind(m); err != nil {
		b.Fatal(err)
	}
	copy(m.b[100:], "file")
	if e, err := s.PathOpen(3, 0, 100, 4, openCreate, allRights, allRights, 0, 200); e != 0 || err != nil {
		b.Fatal(e, err)
	}
	if e, err := s.PathOpen(4, 0, 100, 4, openCreate, allRights, allRights, 0, 200); e != 0 || err != nil {
		b.Fatal(e, err)
	}
	m.PutUint32(300, 1000)
	m.PutUint32(304, 16)
	run := func(name string, call func() (int32, error)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if e, err := call(); e != 0 || err != nil {
					b.Fatal(e, err)
				}
			}
		})
	}
	run("write/stdout", func() (int32, error) { return s.FdWrite(1, 300, 1, 200) })
	run("read/stdin", func() (int32, error) { return s.FdRead(0, 300, 1, 200) })
	run("fdstat", func() (int32, error) { return s.FdFdstatGet(0, 400) })
	run("pwrite/mem", func() (int32, error) { return s.FdPwrite(5, 300, 1, 0, 200) })
	run("seek/mem", func() (int32, error) { return s.FdSeek(5, 0, 0, 200) })
	run("read/mem", func() (int32, error) { s.FdSeek(5, 0, 0, 200); return s.FdRead(5, 300, 1, 200) })
	run("pread/host", func() (int32, error) { return s.FdPread(6, 300, 1, 0, 200) })
	run("pwrite/host", func() (int32, error) { return s.FdPwrite(6, 300, 1, 0, 200) })
	run("clock", func() (int32, error) { return s.ClockTimeGet(1, 0, 200) })
	run("random", func() (int32, error) { return s.RandomGet(1000, 16) })
}
