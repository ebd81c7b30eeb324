package sram

import "unsafe"

// Footprint is how much processor memory a memory of size bytes takes with these options: cached lines, and the tables and buffers
// besides, which grow with the cache, but for one bit for each line of the memory.
func (o ArrayOpts) Footprint(size uint64) (cached, tables uint64) {
	a := Array{opts: o.withDefaults()}
	a.line = a.opts.Line
	cached = a.opts.Cache
	lines := cached / a.line
	batch := a.batchLines(cached)
	tags := tagsFor(cached) * tagSize
	slots := lines * uint64(unsafe.Sizeof(slot{})+4)
	hashes := 4 * (powerOf2(lines) + powerOf2(lines/2))
	staged := (3*batch+2)*a.line + 4*(batch+1)
	held := (size/a.line + 63) / 64 * 8
	return cached, tags + slots + hashes + staged + uint64(a.opts.bulkBytes()) + held
}
