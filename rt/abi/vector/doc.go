// Package vector is what generated code and the interpreter call for the instructions on vectors: a function for each that computes with
// values alone, named after it. Lowering takes apart what accesses memory.
//
// It is portable Go on the two words of a vector. Narrow lanes are computed together within a word (words.go), so that most integer
// instructions take a few operations for each word, not for each lane.
//
// Relaxed instructions do the same on all machines: what the specification's deterministic profile has them do (spec appendix,
// "Profiles"), which is the first of the results that it allows.
//
// NaNs are as package rt/abi has them for the scalar instructions: arithmetic gives no signalling one. An operation that Go might
// leave out, since it changes nothing but NaNs, is never inlined, or has its NaNs made quiet.
package vector
