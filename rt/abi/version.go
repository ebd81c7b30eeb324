package abi

// Generation numbers the contract between generated code and this package. Generated code holds the two lines
//
//	const _ = abi.Generation(2 - abi.MinGeneration) // this code is too old for the runtime: translate it again
//	const _ = abi.Generation(abi.MaxGeneration - 2) // the runtime is too old for this code: go get -u
//
// with the generation it was made for. A negative difference does not fit the type, so that a mismatch is a compile
// error on a line that says what to do.
type Generation uint

const (
	MinGeneration = 2 // the oldest generated code that this runtime still serves
	MaxGeneration = 2 // the newest
)
