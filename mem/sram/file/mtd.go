package file

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// mtdClass is where Linux describes the memories that it shows as /dev/mtdN.
const mtdClass = "/sys/class/mtd"

// mtdNoErase is the flag of one that can be written like RAM (MTD_NO_ERASE). Flash has to be erased first, in large blocks.
const mtdNoErase = 0x1000

// checkMTD takes a character device only if it is such a memory.
func checkMTD(path string, class fs.FS) error {
	name, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(class, filepath.Base(name)+"/flags")
	if err != nil {
		return errors.New("it is a character device, and no memory: /dev/mtdN would be one")
	}
	flags, err := strconv.ParseUint(strings.TrimSpace(string(text)), 0, 32)
	if err != nil {
		return err
	}
	if flags&mtdNoErase == 0 {
		return errors.New("it is flash, which has to be erased before it is written: only RAM and FRAM will do")
	}
	return nil
}
