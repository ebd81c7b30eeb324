#!/bin/sh
# Builds mandel.wasm. Debian: clang-22 lld-22.
set -eu
cd "$(dirname "$0")"
clang-22 --target=wasm32 -Wall -Wextra -Werror -O2 -nostdlib -Wl,--export=__heap_base -Wl,--strip-debug mandel.c -o mandel.wasm
chmod 644 mandel.wasm
