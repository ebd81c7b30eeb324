package abi

// Generation numbers the contract between generated code and this package. Generated code holds the lines
//
//	const (
//		_ = abi.Generation(5 - abi.MinGeneration) // too old for the runtime: translate again
//		_ = abi.Generation(abi.MaxGeneration - 5) // too new for the runtime: go get -u
//	)
//
// with the generation it was made for. A negative difference does not fit the type, so that a mismatch is a compile
// error on a line that says what to do.
type Generation uint

const (
	MinGeneration = 3 // the oldest generated code that this runtime still serves
	MaxGeneration = 5 // the newest
)
