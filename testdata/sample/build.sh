#!/bin/sh
# Builds the .wasm of each program. Debian: clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc; npm: binaryen 132.
set -eu
cd "$(dirname "$0")"
clang-22 --target=wasm32 -Wall -Wextra -Werror -O2 -nostdlib -Wl,--export=__heap_base -Wl,--strip-debug mandel.c -o mandel.wasm
clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -c ignores.c -o ignores.o
clang-22 --target=wasm32-wasi -Wno-deprecated ignores.o -o ignores.wasm -Wl,-z,stack-size=8192 -Wl,--strip-debug
rm ignores.o
chmod 644 mandel.wasm ignores.wasm
wasm-as -g --enable-gc --enable-reference-types hoards.wat -o hoards.wasm
