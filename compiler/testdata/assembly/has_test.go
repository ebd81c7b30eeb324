//go:build (amd64 || arm64) && !purego && !race

package use

const has = true
