#!/bin/sh
# Makes the module from its sources, with clang and a libc for WASI: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32. Of the libc it
# has malloc and what works on bytes, which imports nothing. Optimising happens when compiling; with -O at the link, clang would run
# whatever wasm-opt is there.
set -e
cd "$(dirname "$0")"
CC="${CC:-clang} --target=wasm32-wasi"
$CC -Os -Wall -c markdown.c glue.c
$CC -mexec-model=reactor -nostartfiles -Wl,--no-entry -Wl,--export=malloc -Wl,--export=free -Wl,--strip-debug -o markdown.wasm markdown.o glue.o
rm markdown.o glue.o
