#!/bin/sh
# Makes all modules from their sources, with clang: apt-get install clang lld.
set -e
cd "$(dirname "$0")"
build() {
	${CC:-clang} --target=wasm32 -nostdlib -Os -Wl,--no-entry -Wl,-z,stack-size=4096 -Wl,--strip-debug -o "$2" "$1"
}
build money.c money.wasm
for rule in bulk second; do build $rule.c ../rules/$rule.wasm; done
for rule in endless greedy broken; do build $rule.c ../testdata/$rule.wasm; done
