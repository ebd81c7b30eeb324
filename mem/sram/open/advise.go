package open

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Advise adds to a New's error that the chips or the file of the spec have too little room what has enough. The memories of the program
// take need bytes at the start. Every other error stays what it is.
func Advise(err error, s *spec.Spec, need uint64) error {
	var room *sram.RoomError
	if !errors.As(err, &room) {
		return err
	}
	need = max(need, room.Size-room.Free+room.Need)
	if s.Path != "" {
		line := s.ArrayOpts().Line // what is no whole one is not used
		return fmt.Errorf("%w; a file with size=%d has enough", err, s.Base+(need+line-1)/line*line)
	}
	var rows strings.Builder
	for _, f := range s.Fitting(need) {
		fmt.Fprintf(&rows, "\n\t%v", f)
	}
	return fmt.Errorf("%w; chips with %d bytes, alone or together:%s", err, s.Base+need, &rows)
}
