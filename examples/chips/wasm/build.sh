#!/bin/sh
# Makes the module from its source, with clang: apt-get install clang lld. The export of __heap_base tells wasm2go where memory ends, so
# that it takes bytes on the chip, not pages.
set -e
cd "$(dirname "$0")"
${CC:-clang} --target=wasm32 -nostdlib -Os -Wl,--no-entry -Wl,--export=__heap_base -Wl,-z,stack-size=1024 -Wl,--strip-debug \
	-o samples.wasm samples.c
