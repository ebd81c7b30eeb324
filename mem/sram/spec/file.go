package spec

import (
	"errors"
	"fmt"
	"strings"
)

// filePrefix marks a file; its path follows.
const filePrefix = "file:"

// What ArrayOpts say of a file, in bytes, where the user says nothing: a system call costs as much as copying a few kilobytes.
const (
	FileLine  = 4 << 10
	FileCache = 4 << 20
)

// parsePrefix takes from a spec what stands in front of its keys.
func (s *Spec) parsePrefix(text string) (keys []string, err error) {
	path, ok := strings.CutPrefix(text, filePrefix)
	if !ok {
		if text, s.Sim = strings.CutPrefix(text, simPrefix); text == "" {
			return nil, nil // what is missing says check
		}
		return strings.Split(text, ","), nil
	}
	keys = strings.Split(path, ",")
	if s.Path = keys[0]; s.Path == "" {
		return nil, errors.New("file: wants a path behind it; it must not have a comma")
	}
	return keys[1:], nil
}

// checkFile refuses what makes no sense with a file.
func (s *Spec) checkFile() error {
	for _, k := range []struct {
		name  string
		given bool
		why   string
	}{
		{"chip", s.Chip != "", "a file is no chip: file:PATH stands for it"},
		{"spi", len(s.Buses) > 0, "a file is on no bus"},
		{"hz", s.Clock > 0, "a file is on no bus, and has no clock"},
		{"tcem", s.TCEM > 0, "a file is on no bus, and is never selected"},
		{"file", s.File != "", "the file is named in front already"},
		{"heartbeat", s.Heartbeat > 0, "a file that is gone fails with an error"},
	} {
		if k.given {
			return fmt.Errorf("%s: %s", k.name, k.why)
		}
	}
	if s.Size > 0 && s.Base >= s.Size {
		return fmt.Errorf("base: %d bytes are left alone, but there are only %d", s.Base, s.Size)
	}
	return s.ArrayOpts().Check()
}
