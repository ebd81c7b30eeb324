//go:build !linux && !darwin

package wasitarget

import "errors"

func mkfifo(string) error { return errors.ErrUnsupported }
