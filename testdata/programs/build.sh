#!/bin/sh
# Builds the .wasm of each program beside its source.
# Debian: clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc emscripten.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT
for c in *.c; do
	name=${c%.c}
	[ $name != jumps ] || continue
	# One has vectors, but only where it says so.
	vectors=
	case $name in vectors) vectors='-msimd128 -fno-vectorize -fno-slp-vectorize' ;; esac
	clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -ffp-contract=off $vectors -c "$c" -o "$tmp/$name.o"
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

# C with setjmp, by the new instructions and by the legacy ones.
for name in jumps jumps_legacy; do
	case $name in *_legacy) legacy=true ;; *) legacy=false ;; esac
	for c in jumps.c ../../bench/wasm3/sjlj.c; do
		clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -mexception-handling \
			-mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=$legacy -c $c -o "$tmp/$(basename $c .c).o"
	done
	clang-22 --target=wasm32-wasi -Wno-deprecated "$tmp/jumps.o" "$tmp/sjlj.o" -o $name.wasm \
		-Wl,--export=__heap_base -Wl,-z,stack-size=65536 -Wl,--strip-debug
	chmod 644 $name.wasm
done

# C++ with exceptions: Debian's emscripten makes the legacy instructions, WASM_OPT (npm's binaryen 132) the new ones of them.
em++ -O2 -fwasm-exceptions -sSTANDALONE_WASM -sTOTAL_STACK=65536 -sINITIAL_MEMORY=262144 throws.cpp -o throws.wasm
${WASM_OPT:-wasm-opt} -all --disable-custom-descriptors --disable-compact-imports --translate-to-exnref --emit-exnref throws.wasm -o throws_exnref.wasm
chmod 644 throws.wasm
