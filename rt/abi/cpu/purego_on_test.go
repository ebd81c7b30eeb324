//go:build purego || !gc

package cpu_test

const isCompiled = false
