//go:build tinygo

package sram

import (
	"errors"

	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt/abi"
)

// openDefault refuses: a microcontroller has no room for emulated chips.
func openDefault(mem.Type, *abi.Core) (*Array, error) {
	return nil, errors.New("sram: no array for the memory: call New with the option sram.On(array)")
}
