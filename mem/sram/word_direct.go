//go:build amd64 || arm64 || 386

package sram

import "unsafe"

// Numbers at any place of the block, on processors that read and write them as WebAssembly does: unaligned, the lowest byte first.

func get8(p unsafe.Pointer) uint8    { return *(*uint8)(p) }
func put8(p unsafe.Pointer, v uint8) { *(*uint8)(p) = v }

func get16(p unsafe.Pointer) uint16    { return *(*uint16)(p) }
func put16(p unsafe.Pointer, v uint16) { *(*uint16)(p) = v }

func get32(p unsafe.Pointer) uint32    { return *(*uint32)(p) }
func put32(p unsafe.Pointer, v uint32) { *(*uint32)(p) = v }

func get64(p unsafe.Pointer) uint64    { return *(*uint64)(p) }
func put64(p unsafe.Pointer, v uint64) { *(*uint64)(p) = v }

func getF32(p unsafe.Pointer) float32    { return *(*float32)(p) }
func putF32(p unsafe.Pointer, v float32) { *(*float32)(p) = v }

func getF64(p unsafe.Pointer) float64    { return *(*float64)(p) }
func putF64(p unsafe.Pointer, v float64) { *(*float64)(p) = v }
