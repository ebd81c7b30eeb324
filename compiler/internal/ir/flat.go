package ir

// A Flat is a function body as basic blocks, for functions that are too large
// or too deeply nested to be printed with their structure. Control enters at
// block 0; the order is that of the text.
type Flat struct {
	Blocks []BasicBlock
	Parts  []Part // consecutive runs of blocks, each to be a Go function; one: the function is whole
	Shared []bool // by Var: lives in the frame that all parts see
}

// A Part is a run of blocks.
type Part struct {
	First, End int   // Blocks[First:End]
	Entries    []int // blocks that control enters from another part, ascending
}

// A BasicBlock is a run of statements without jumps, and where it leads.
type BasicBlock struct {
	Stmts []Stmt
	End   Exit
}

// An Exit is the end of a basic block. Blocks are named by position.
type Exit struct {
	Kind ExitKind
	X    *Expr // Branch: the condition; Table: the index
	To   []int // Goto: one; Branch: where X holds, where not; Table: by index, the last one for all others
	Stmt *Stmt // Leave: Return, TailCall or Unreachable
}

// ExitKind says how a basic block ends.
type ExitKind uint8

// The ways for a basic block to end.
const (
	Goto ExitKind = iota
	Branch
	Table
	Leave
)
