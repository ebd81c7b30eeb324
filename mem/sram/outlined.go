package sram

// Outlined is a view of a memory whose accesses are calls. They take longer, and less code: generated code has them in large
// functions.
type Outlined struct{ m *Memory }

// Outlined returns the view.
func (m *Memory) Outlined() Outlined { return Outlined{m} }

// Load8 reads 8 bits at ea.
//
//go:noinline
func (o Outlined) Load8(ea uint64) uint8 { return o.m.Load8(ea) }

// Load16 reads 16 bits at ea.
//
//go:noinline
func (o Outlined) Load16(ea uint64) uint16 { return o.m.Load16(ea) }

// Load32 reads 32 bits at ea.
//
//go:noinline
func (o Outlined) Load32(ea uint64) uint32 { return o.m.Load32(ea) }

// Load64 reads 64 bits at ea.
//
//go:noinline
func (o Outlined) Load64(ea uint64) uint64 { return o.m.Load64(ea) }

// LoadF32 reads a float at ea.
//
//go:noinline
func (o Outlined) LoadF32(ea uint64) float32 { return o.m.LoadF32(ea) }

// LoadF64 reads a float at ea.
//
//go:noinline
func (o Outlined) LoadF64(ea uint64) float64 { return o.m.LoadF64(ea) }

// Store8 writes 8 bits at ea.
//
//go:noinline
func (o Outlined) Store8(ea uint64, v uint8) { o.m.Store8(ea, v) }

// Store16 writes 16 bits at ea.
//
//go:noinline
func (o Outlined) Store16(ea uint64, v uint16) { o.m.Store16(ea, v) }

// Store32 writes 32 bits at ea.
//
//go:noinline
func (o Outlined) Store32(ea uint64, v uint32) { o.m.Store32(ea, v) }

// Store64 writes 64 bits at ea.
//
//go:noinline
func (o Outlined) Store64(ea uint64, v uint64) { o.m.Store64(ea, v) }

// StoreF32 writes a float at ea.
//
//go:noinline
func (o Outlined) StoreF32(ea uint64, v float32) { o.m.StoreF32(ea, v) }

// StoreF64 writes a float at ea.
//
//go:noinline
func (o Outlined) StoreF64(ea uint64, v float64) { o.m.StoreF64(ea, v) }

// Touch traps unless n bytes at ea exist.
func (o Outlined) Touch(ea, n uint64) { o.m.Touch(ea, n) }

// Fill is memory.fill: n bytes from dst become val.
func (o Outlined) Fill(dst uint64, val uint8, n uint64) { o.m.Fill(dst, val, n) }
