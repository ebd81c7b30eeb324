package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(id *identity, fi os.FileInfo, _ *os.File) {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		id.dev, id.ino, id.nlink = st.Dev, st.Ino, st.Nlink
		id.atime = time.Unix(0, int64(st.Atime))
		id.ctime = time.Unix(0, int64(st.Ctime))
	}
}
