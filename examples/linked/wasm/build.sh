#!/bin/sh
# Makes the modules from their sources, with wat2wasm of the WebAssembly Binary Toolkit (apt-get install wabt).
set -e
cd "$(dirname "$0")"
wat2wasm ring.wat -o ring.wasm
wat2wasm stats.wat -o stats.wasm
