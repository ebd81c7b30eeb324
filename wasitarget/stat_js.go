package wasitarget

import (
	"os"
	"syscall"
	"time"
)

func identify(id *identity, fi os.FileInfo, _ *os.File) {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		id.dev, id.ino, id.nlink = uint64(st.Dev), st.Ino, uint64(st.Nlink)
		id.atime = time.Unix(st.Atime, st.AtimeNsec)
		id.ctime = time.Unix(st.Ctime, st.CtimeNsec)
	}
}
