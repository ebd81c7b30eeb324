#!/bin/sh
# Makes the module from its source, with binaryen: npm install binaryen.
set -e
cd "$(dirname "$0")"
wasm-as --enable-reference-types --enable-gc text.wat -o text.wasm
