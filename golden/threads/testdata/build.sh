#!/bin/sh
# Makes the modules. They need clang and wasm-ld, and no C library.
set -e
for name in threads ends; do
	${CC:-clang-22} --target=wasm32 -O2 -matomics -mbulk-memory -ffreestanding -nostdlib \
		-Wl,--import-memory,--export-memory,--shared-memory,--max-memory=67108864,--no-entry,--strip-debug \
		-o $name.wasm $name.c wasi.c start.s
done
