// Package cachesim judges the cache of mem/sram: it records what programs access, replays that through caches of other designs and
// through the real one, and reckons how long the bus of the chip would be busy. Only tests use it.
//
// The yardstick is Belady's MIN, which gives up the line that will be needed last. No cache without knowledge of the future has fewer
// misses. With write-backs, which cost time of their own, MIN is no longer exactly optimal, and with read-ahead no bound at all; to be
// fair it then reads ahead by the same rule, and leaves what would not be used soon enough.
//
// The figures are in cache.md, the plot is cache.svg; this writes them again:
//
//	go test ./mem/sram/cachesim -run TestFigures -update
//
// Other tests judge only the beginning of each program; CACHESIM_RUNS=1500000 makes it as much as the figures are about.
package cachesim
