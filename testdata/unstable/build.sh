#!/bin/sh
# Builds oldfiles.wasm and oldpoll.wasm, which import wasi_unstable. Debian: clang-22 lld-22.
set -eu
cd "$(dirname "$0")"
for name in oldfiles oldpoll; do
	clang-22 --target=wasm32 -Wall -Wextra -Werror -O2 -fno-builtin -nostdlib -Wl,--export=__heap_base -Wl,--strip-debug $name.c -o $name.wasm
	chmod 644 $name.wasm
done
