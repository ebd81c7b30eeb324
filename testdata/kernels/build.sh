#!/bin/sh
# Builds every kernel: NAME.c -> NAME.wasm. Needs Debian's clang-22 and lld-22.
# Each exports memory and run, an i32 -> i32 function; nothing is imported.
set -eu
cd "$(dirname "$0")"
for c in *.c; do
	clang-22 --target=wasm32 -O2 -nostdlib -fno-vectorize -fno-slp-vectorize -ffp-contract=off -Wall \
		-Wl,--no-entry -Wl,--export=run -Wl,-z,stack-size=65536 -Wl,--strip-debug \
		"$c" -o "${c%.c}.wasm"
done
