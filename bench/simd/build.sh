#!/bin/bash
# Builds every kernel twice, in vectors and without: NAME.c -> NAME.wasm, NAME_scalar.wasm. Needs Debian's clang-22 and lld-22.
set -eu
cd "$(dirname "$0")"
build() { # INPUT OUTPUT FLAGS...
	clang-22 --target=wasm32 -O2 -nostdlib -fno-vectorize -fno-slp-vectorize -ffp-contract=off -Wall \
		-Wl,--no-entry -Wl,--export=run -Wl,-z,stack-size=65536 -Wl,--strip-debug "$1" -o "$2" "${@:3}"
}
for c in *.c; do
	build "$c" "${c%.c}.wasm" -msimd128 -DVECTORS
	build "$c" "${c%.c}_scalar.wasm"
done
