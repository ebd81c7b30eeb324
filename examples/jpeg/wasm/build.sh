#!/bin/bash
# Makes the module from its sources twice, in vectors and without. Needs Debian's clang-22 and lld-22; no libc is in it. Vectors are those of the
# sources alone, so that scalar.wasm is what such a program was before. Optimising happens when compiling; with -O at the link, clang would run whatever
# wasm-opt is there.
set -e
cd "$(dirname "$0")"
build() { # NAME FLAGS...
	for c in *.c; do
		clang-22 --target=wasm32 -O2 -ffreestanding -fno-vectorize -fno-slp-vectorize -Wall -Wextra -c "$c" "${@:2}"
	done
	wasm-ld-22 --no-entry -z stack-size=65536 --max-memory=1073741824 -o "$1.wasm" ./*.o
	rm ./*.o
}
build vectors -msimd128
build scalar
