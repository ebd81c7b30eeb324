package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(st *filestat, fi os.FileInfo, _ *os.File) {
	if sys, ok := fi.Sys().(*syscall.Stat_t); ok {
		st.dev, st.ino, st.nlink = sys.Dev, sys.Ino, sys.Nlink
		st.atime = time.Unix(0, int64(sys.Atime))
		st.ctime = time.Unix(0, int64(sys.Ctime))
	}
}
