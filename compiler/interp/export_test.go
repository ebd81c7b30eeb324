package interp

// SetPiece lets tests have bulk instructions go in pieces of few bytes.
func (m *Module) SetPiece(n uint64) { m.piece = n }
