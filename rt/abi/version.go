package abi

// Generation numbers the contract between generated code and this package. Generated code holds the lines
//
//	const (
//		_ abi.Generation = 6 - abi.If_code_is_older_translate_again_with_wasm2go
//		_ abi.Generation = abi.If_code_is_newer_go_get_the_latest_wasm2go - 6
//	)
//
// with the generation it was made for. A negative difference does not fit the type, so that a mismatch is a compile
// error, in which the Go compiler says the constant's name, and with it what to do.
type Generation uint

const (
	MinGeneration = 3 // the oldest generated code that this runtime still serves
	MaxGeneration = 6 // the newest

	// The same, under names that are to be read in the error.
	If_code_is_older_translate_again_with_wasm2go = MinGeneration
	If_code_is_newer_go_get_the_latest_wasm2go    = MaxGeneration
)
