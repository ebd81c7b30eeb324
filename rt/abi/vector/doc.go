// Package vector is what generated code and the interpreter call for the instructions on vectors: a function for each that computes with
// values alone, named after it. What accesses memory is taken apart before.
package vector
