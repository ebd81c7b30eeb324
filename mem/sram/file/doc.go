// Package file makes a device of a file: a regular one, a block device or a partition of one (NVMe, PMEM), or RAM and FRAM that Linux
// shows as /dev/mtdN.
//
//	device, err := file.Open("memory.bin", file.Opts{Size: 4 << 30})
//	array, err := sram.NewArray(sram.ArrayOpts{Cache: 4 << 20, Line: 4096, NoBus: true}, device)
//
// The file is read and written, not mapped, so that of the process's memory a memory takes only its cache: what the operating system keeps
// of the file besides, it gives up when it has a better use for it.
package file
