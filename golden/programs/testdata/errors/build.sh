#!/bin/sh
# Makes the modules. It takes wat2wasm, of the WebAssembly Binary Toolkit.
set -e
cd "$(dirname "$0")"
wat2wasm guest.wat -o exported.wasm
sed 's/ (export "__stack_pointer")//' guest.wat >variant.wat
wat2wasm --debug-names variant.wat -o named.wasm
wat2wasm variant.wat -o pattern.wasm
sed 's/(global \$__stack_pointer .*/(import "env" "__stack_pointer" (global $__stack_pointer (mut i32)))/' guest.wat >variant.wat
wat2wasm variant.wat -o imported.wasm
sed -e 's/ (export "__stack_pointer")//' -e 's/^\(.*(memory (export "memory")\)/\1 i64/' -e 's/i32/i64/g' guest.wat >variant.wat
wat2wasm --enable-memory64 variant.wat -o pattern64.wasm
# A global that falls and rises, but of which no function says that it has a frame there.
sed -e 's/ (export "__stack_pointer")//' -e 's/(local.get \$p) (i32.const 1024)/(i32.const 1024) (local.get $p)/' guest.wat >variant.wat
wat2wasm variant.wat -o unknown.wasm
wat2wasm outer.wat -o outer.wasm
rm variant.wat
