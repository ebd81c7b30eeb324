#!/bin/sh
# Builds the modules of the tests. Debian: clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc wabt.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT

# A reactor, not a command: the exported functions of a command run its constructors at every call.
clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -c lib.c -o "$tmp/lib.o"
clang-22 --target=wasm32-wasi -Wno-deprecated -mexec-model=reactor "$tmp/lib.o" -o lib.wasm \
	-Wl,--export=malloc,--export=free,--strip-debug -Wl,-z,stack-size=8192

# Structs and their layouts, without a library.
go run ./structs
clang-22 --target=wasm32 -Wall -Wextra -Werror -O1 -nostdlib layout.c -o layout.wasm -Wl,--no-entry,--strip-debug -Wl,-z,stack-size=4096

wat2wasm script.wat -o script.wasm
wat2wasm --enable-memory64 wide.wat -o wide.wasm
chmod 644 *.wasm
