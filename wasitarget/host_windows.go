package wasitarget

import (
	"os"
	"syscall"
	"time"
)

const (
	hostNonblock     = 0
	hostSync         = os.O_SYNC
	clockResolution  = 100 // nanoseconds
	identifyByHandle = true
)

// hostErrnos translates Windows' own error numbers (winerror.h).
func hostErrnos(e syscall.Errno) (errno, bool) {
	switch e {
	case 2, 3: // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND
		return errNoent, true
	case 4: // ERROR_TOO_MANY_OPEN_FILES
		return errMfile, true
	case 5: // ERROR_ACCESS_DENIED
		return errAcces, true
	case 6: // ERROR_INVALID_HANDLE
		return errBadf, true
	case 8: // ERROR_NOT_ENOUGH_MEMORY
		return errNomem, true
	case 17: // ERROR_NOT_SAME_DEVICE
		return errXdev, true
	case 19: // ERROR_WRITE_PROTECT
		return errRofs, true
	case 32, 33: // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
		return errBusy, true
	case 80, 183: // ERROR_FILE_EXISTS, ERROR_ALREADY_EXISTS
		return errExist, true
	case 87, 123, 131: // ERROR_INVALID_PARAMETER, ERROR_INVALID_NAME, ERROR_NEGATIVE_SEEK
		return errInval, true
	case 109, 232: // ERROR_BROKEN_PIPE, ERROR_NO_DATA
		return errPipe, true
	case 112: // ERROR_DISK_FULL
		return errNospc, true
	case 145: // ERROR_DIR_NOT_EMPTY
		return errNotempty, true
	case 206: // ERROR_FILENAME_EXCED_RANGE
		return errNametoolong, true
	case 267: // ERROR_DIRECTORY
		return errNotdir, true
	case 1314: // ERROR_PRIVILEGE_NOT_HELD
		return errPerm, true
	}
	return 0, false
}

// cpuTime is the processor time of the process, user and kernel.
func cpuTime() (time.Duration, bool) {
	h, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0, false
	}
	var creation, exit, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(h, &creation, &exit, &kernel, &user); err != nil {
		return 0, false
	}
	ticks := func(f syscall.Filetime) int64 { return int64(f.HighDateTime)<<32 | int64(f.LowDateTime) }
	return time.Duration((ticks(kernel) + ticks(user)) * 100), true
}

// identify reads the file's index from its handle; Windows does not tell it by name.
func identify(st *filestat, fi os.FileInfo, f *os.File) {
	if d, ok := fi.Sys().(*syscall.Win32FileAttributeData); ok {
		st.atime = time.Unix(0, d.LastAccessTime.Nanoseconds())
	}
	if f == nil {
		return
	}
	withFd(f, func(fd uintptr) error {
		var h syscall.ByHandleFileInformation
		if err := syscall.GetFileInformationByHandle(syscall.Handle(fd), &h); err != nil {
			return err
		}
		st.dev = uint64(h.VolumeSerialNumber)
		st.ino = uint64(h.FileIndexHigh)<<32 | uint64(h.FileIndexLow)
		st.nlink = uint64(h.NumberOfLinks)
		return nil
	})
}

func setFileTimes(f *os.File, atime, mtime time.Time) error {
	filetime := func(t time.Time) *syscall.Filetime {
		if t.IsZero() {
			return nil
		}
		ft := syscall.NsecToFiletime(t.UnixNano())
		return &ft
	}
	return withFd(f, func(fd uintptr) error {
		return syscall.SetFileTime(syscall.Handle(fd), nil, filetime(atime), filetime(mtime))
	})
}
