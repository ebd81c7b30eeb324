#!/bin/sh
# Builds the .wasm files. Debian: clang-22 lld-22 wabt.
set -eu
cd "$(dirname "$0")"
clang-22 --target=wasm32 -Wall -Wextra -Werror -O2 -nostdlib -Wl,--no-entry -Wl,-z,stack-size=4096 -Wl,--strip-debug engine.c -o engine.wasm
for f in *.wat; do wat2wasm "$f" -o "${f%.wat}.wasm"; done
chmod 644 ./*.wasm
