package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(st *filestat, fi os.FileInfo, _ *os.File) {
	if sys, ok := fi.Sys().(*syscall.Stat_t); ok {
		st.dev, st.ino, st.nlink = uint64(sys.Dev), sys.Ino, uint64(sys.Nlink)
		st.atime = time.Unix(sys.Atim.Unix())
		st.ctime = time.Unix(sys.Ctim.Unix())
	}
}
