// Package sram keeps a linear memory outside the processor, on serial RAM chips, behind a write-back cache.
//
// A program that was translated with -mem sram is told where its memories live by an option of New:
//
//	array, err := sram.NewArray(sram.ArrayOpts{Cache: 64 << 10}, device)
//	m, err := fib.New(fib.Imports{...}, sram.On(array))
//
// A [Device] is a chip, or whatever reads and writes bytes at addresses; packages serialram, psram and fram have the drivers, and package
// file that of files and partitions. An [Array] hands the bytes of one, or of several joined, out to memories, as these are made and as
// they grow. Package periph makes an array of what the user says in a string, see package spec: of chips on the buses of this machine, or
// of emulated ones. Package selftest finds out whether chips keep what is written to them.
//
// # The cache
//
// Each memory has a cache of its own: lines of 32 to 4096 bytes, any of which can hold any line of the memory. Most lie
// where their address says (front.go); to find one there costs an access one comparison, in line. The rest is found through a hash table,
// and what is not there is fetched from the device.
//
// Which line is given up is a matter of two queues (queues.go). A line remembers the range of it that was written, and is written back
// when its place is needed, with what is dirty next to it (writeback.go); a walk through memory is read ahead of (ahead.go). All of it
// goes over the bus in one transaction. A line that was never written back is zero: it is neither fetched nor zeroed on the chip, so
// neither opening a memory nor growing it touches the bus. Package cachesim shows what this is worth.
//
// Besides the cache a memory takes 8 bytes for each 64 bytes of cache, 38 for each line of the cache, buffers of at most 7 KiB
// and two lines, and a bit for each line of the memory, with ArrayOpts.Checksum 4 bytes more: see ArrayOpts.Footprint. The cache has no more
// lines than the memory may come to have. Nothing is ever staged whole.
//
// # Room
//
// NewMemory fails with a *[RoomError] where the array has less left than the memory has at the start, memory.grow returns -1.
// ArrayOpts.OnGrowRefused hears of that and may make it a trap: a program that does not look goes on with null.
//
// # Failures
//
// A transfer that fails is repeated (ArrayOpts.Retries). If that does not help, the access that needed it traps with
// rt.DeviceFailure, a host's method returns the *[DeviceError], and nothing else changes: what was written and is not on the chip yet stays in
// the cache, and the next Flush, Close or access that needs the place tries again. A store happens whole or not at all.
//
// A bus may also flip a bit and say nothing. ArrayOpts.Verify reads back what is written, at once: a wrong write is repeated. It does not
// see what goes wrong later. ArrayOpts.Checksum compares all that is read with a checksum from when it was written (sums.go): a wrong read
// is repeated, and where the device itself has something else, reading fails. That costs 4 bytes of processor memory for each line of the
// memory: 512 KiB for 8 MiB in lines of 64 bytes, 128 KiB in lines of 256, besides at most 9 KiB of package hash/crc32. It costs the bus
// nothing.
//
// SPI has no acknowledge either: [Heartbeat] finds a chip that is not there any more, or has lost its content.
//
// A bulk operation (memory.copy, fill, init, WriteAt) that a device failure ends has written any part of its range, and nothing
// outside it. ReadAt has then filled any part of its buffer. All of them may be repeated, except a Copy of overlapping ranges.
package sram
