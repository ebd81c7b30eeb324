#!/bin/sh
# Builds the main program and its side modules.
# Debian: clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT

compile() { # SOURCE FLAGS...
	clang-22 --target=wasm32-wasi -Wno-deprecated -Wall -Wextra -Werror -O2 -fvisibility=default "$@" -c -o "$tmp/${1%.c}.o"
}
side() { # NAME LIBRARIES...
	name=$1
	shift
	wasm-ld-22 -shared --experimental-pic --unresolved-symbols=import-dynamic --strip-debug "$tmp/$name.o" "$@" -o "$name.wasm"
}

# What side modules use of the main module has to be exported: its memory, a table that can grow, the stack pointer,
# malloc and free for their data, and the functions and data that they name. Nobody defines dlopen and its kin here.
# A reactor, not a command: the exported functions of a command run its constructors at every call.
compile main.c
exports=
for name in __main_void __stack_pointer malloc free fflush printf sprintf strlen strcpy add twice apply steps; do
	exports="$exports -Wl,--export=$name"
done
clang-22 --target=wasm32-wasi -Wno-deprecated -mexec-model=reactor "$tmp/main.o" -o main.wasm \
	-Wl,--export-table,--growable-table,--allow-undefined,--strip-debug -Wl,-z,stack-size=65536 $exports

for c in parity even odd lost faulty asks loop weak; do compile $c.c -fPIC; done
side odd
side even odd.wasm
side odd even.wasm
side parity even.wasm odd.wasm
for name in lost faulty asks loop weak; do side $name; done

# A pair without libc, with addresses of either size.
for bits in 32 64; do
	for c in bare plain; do
		pic=
		[ $c = plain ] && pic=-fPIC
		clang-22 --target=wasm$bits -Wall -Wextra -Werror -O2 -fvisibility=default $pic -c $c.c -o "$tmp/$c$bits.o"
	done
	wasm-ld-22 -mwasm$bits --no-entry --strip-debug --export-table --growable-table --export-dynamic \
		--export=__stack_pointer "$tmp/bare$bits.o" -o bare$bits.wasm
	wasm-ld-22 -mwasm$bits -shared --experimental-pic --unresolved-symbols=import-dynamic --strip-debug \
		"$tmp/plain$bits.o" -o plain$bits.wasm
done
chmod 644 ./*.wasm
