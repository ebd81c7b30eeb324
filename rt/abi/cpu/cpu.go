// Package cpu says what the processor has besides what every one of its architecture has. Generated code asks before it runs assembly.
package cpu
