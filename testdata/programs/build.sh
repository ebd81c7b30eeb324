#!/bin/sh
# Builds the .wasm of each program beside its source.
# Debian: clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT
for c in *.c; do
	name=${c%.c}
	clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -ffp-contract=off -c "$c" -o "$tmp/$name.o"
	# Two modules go without their function names.
	strip=--strip-debug
	case $name in vm | structs) strip=--strip-all ;; esac
	# One fits a chip of 64 KB.
	stack=4194304
	case $name in life) stack=8192 ;; esac
	# No -O here: with it clang would run whatever wasm-opt it finds.
	clang-22 --target=wasm32-wasi -Wno-deprecated "$tmp/$name.o" -o "$name.wasm" \
		-Wl,--export=__heap_base -Wl,-z,stack-size=$stack -Wl,$strip
	echo "$name.wasm $(wc -c <"$name.wasm")"
	chmod 644 "$name.wasm"
done
