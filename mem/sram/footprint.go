package sram

import "unsafe"

// Footprint is how much processor memory a memory of size bytes takes with these options: cached lines, and the tables and buffers
// besides, which grow with the cache, but for one bit for each line of the memory, and 4 bytes with Checksum. What
// grows with the memory has room for a quarter more once the memory has grown.
func (o ArrayOpts) Footprint(size uint64) (cached, tables uint64) {
	a := Array{opts: o.withDefaults()}
	a.line = a.opts.Line
	cached = a.opts.Cache
	lines := cached / a.line
	batch := a.batchLines(cached)
	entries := powerOf2(cached>>granuleShift) * entrySize
	slots := lines * uint64(unsafe.Sizeof(slot{}))
	hashes := 4 * (powerOf2(lines) + powerOf2(lines/2))
	staged := (3*batch+2)*a.line + 4*(batch+1)
	held := (size/a.line + 63) / 64 * 8
	if o.Checksum {
		held += 4 * (size / a.line)
	}
	return cached, entries + slots + hashes + staged + uint64(a.opts.bulkBytes()) + held
}
