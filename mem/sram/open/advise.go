package open

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/mem/sram"
	"github.com/wasm2go/wasm2go/mem/sram/chip"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// Advise adds to a New's error that the chips of the spec have too little room which chips have enough, or how large a file. The memories of the program
// take need bytes at the start. Every other error stays what it is.
func Advise(err error, s *spec.Spec, need uint64) error {
	var room *sram.RoomError
	if !errors.As(err, &room) {
		return err
	}
	need = s.Base + max(need, room.Size-room.Free+room.Need)
	if s.Path != "" {
		return fmt.Errorf("%w; a new file with size=%d has room", err, need+s.ArrayOpts().Line)
	}
	var rows strings.Builder
	for _, f := range chip.Fitting(need) {
		fmt.Fprintf(&rows, "\n\t%v", f)
	}
	return fmt.Errorf("%w; chips with %d bytes, alone or together:%s", err, need, &rows)
}
