//go:build !(amd64 || arm64 || 386)

package sram

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Numbers at any place of the block, on other processors.

func get8(p unsafe.Pointer) uint8    { return *(*uint8)(p) }
func put8(p unsafe.Pointer, v uint8) { *(*uint8)(p) = v }

func get16(p unsafe.Pointer) uint16    { return binary.LittleEndian.Uint16((*[2]byte)(p)[:]) }
func put16(p unsafe.Pointer, v uint16) { binary.LittleEndian.PutUint16((*[2]byte)(p)[:], v) }

func get32(p unsafe.Pointer) uint32    { return binary.LittleEndian.Uint32((*[4]byte)(p)[:]) }
func put32(p unsafe.Pointer, v uint32) { binary.LittleEndian.PutUint32((*[4]byte)(p)[:], v) }

func get64(p unsafe.Pointer) uint64    { return binary.LittleEndian.Uint64((*[8]byte)(p)[:]) }
func put64(p unsafe.Pointer, v uint64) { binary.LittleEndian.PutUint64((*[8]byte)(p)[:], v) }

func getF32(p unsafe.Pointer) float32    { return math.Float32frombits(get32(p)) }
func putF32(p unsafe.Pointer, v float32) { put32(p, math.Float32bits(v)) }

func getF64(p unsafe.Pointer) float64    { return math.Float64frombits(get64(p)) }
func putF64(p unsafe.Pointer, v float64) { put64(p, math.Float64bits(v)) }
