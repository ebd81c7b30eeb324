#!/bin/sh
# Makes the modules beside it again. Needs clang and wasm-ld 22, rustc with the target wasm32-unknown-unknown (1.63 made these).
set -e
cd "$(dirname "$0")"
cc() { # output, then flags and source
    out=$1
    shift
    clang-22 --target=wasm32 -nostdlib -mtail-call -Wl,--no-entry -fdebug-compilation-dir=/src/lines "$@" -o "$out"
}
for level in 0 1 2; do
    cc lines_o$level.wasm -g -O$level lines.c
done
cc lines_v4.wasm -gdwarf-4 -O1 lines.c

# The same without debug information, which is in the other one: a name, behind its length.
printf '\015lines_o1.wasm' >external
llvm-objcopy-22 --strip-debug --add-section=external_debug_info=external lines_o1.wasm lines_external.wasm
rm external

rust() { # output, then flags
    out=$1
    shift
    ${RUSTC:-rustc} --target wasm32-unknown-unknown -C panic=abort -g --remap-path-prefix "$PWD=/src/lines" "$@" -o "$out"
}
rust names_legacy.wasm -C opt-level=1 names.rs
rust names_v0.wasm -C opt-level=1 -C symbol-mangling-version=v0 names.rs
rust inlined_rs.wasm -C opt-level=2 inlined.rs

clang++-22 --target=wasm32 -nostdlib -fno-exceptions -fno-rtti -Wl,--no-entry -fdebug-compilation-dir=/src/lines -g -O2 inlined.cpp -o inlined_cpp.wasm

# Kernels with debug information.
for kernel in btree dijkstra lz; do
    cp ../../../testdata/kernels/$kernel.c .
    cc kernel_$kernel.wasm -g -O2 -Wl,--export=run $kernel.c
    rm $kernel.c
done
