// A program that uses gigabytes of memory: it lays a pattern over them, and walks it.
//
// clang-22 --target=wasm32 -O2 -Wall -Wextra -Werror -nostdlib -Wl,--no-entry -Wl,--max-memory=4294967296 -Wl,--strip-debug -o large.wasm large.c
#include <stdint.h>

extern uint64_t __heap_base[];

#define WORDS_PER_MIB (1 << 17)

static uint64_t word(uint64_t i) {
    i = (i + 1) * 0x9e3779b97f4a7c15;
    return i ^ i >> 29;
}

// reserve lets the memory grow to so many pages, or returns -1.
__attribute__((export_name("reserve"))) int32_t reserve(uint32_t pages) {
    return (int32_t)__builtin_wasm_memory_grow(0, pages - __builtin_wasm_memory_size(0));
}

// fill lays the pattern over so many MiB.
__attribute__((export_name("fill"))) void fill(uint32_t mib) {
    for (uint32_t i = 0; i < mib * WORDS_PER_MIB; i++) __heap_base[i] = word(i);
}

// wrong counts the words that are not the pattern's.
__attribute__((export_name("wrong"))) uint32_t wrong(uint32_t mib) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < mib * WORDS_PER_MIB; i++) n += __heap_base[i] != word(i);
    return n;
}

// sum adds up the words.
__attribute__((export_name("sum"))) uint64_t sum(uint32_t mib) {
    uint64_t s = 0;
    for (uint32_t i = 0; i < mib * WORDS_PER_MIB; i++) s += __heap_base[i];
    return s;
}
