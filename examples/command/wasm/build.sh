#!/bin/sh
# Makes the command from its source, with clang and a libc for WASI: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32.
# Optimising happens when compiling; with -O at the link, clang would run whatever wasm-opt is there.
set -e
cd "$(dirname "$0")"
CC="${CC:-clang} --target=wasm32-wasi"
$CC -Os -c -o spell.o spell.c
$CC -Wl,--strip-debug -o spell.wasm spell.o
rm spell.o
