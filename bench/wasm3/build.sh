#!/bin/bash
# Makes the modules of this directory anew: clang-22 and lld-22, Debian's emscripten, and wasm-as and wasm-opt of npm's binaryen (132), given as
# commands in WASM_AS and WASM_OPT.
set -e
cd "$(dirname "$0")"
: "${WASM_AS:=wasm-as}" "${WASM_OPT:=wasm-opt}"
features="-all --disable-custom-descriptors --disable-compact-imports"

for wat in *.wat; do $WASM_AS $features $wat -o ${wat%.wat}.wasm; done

# C: errors by setjmp and longjmp, in both encodings, and by error codes. Without -O at link time, or clang runs whatever wasm-opt there is.
c="clang-22 --target=wasm32 -nostdlib -O2"
link="clang-22 --target=wasm32 -nostdlib -Wl,--no-entry -Wl,--strip-debug"
$c -DCODES -c setjmp.c -o setjmp.o
$link setjmp.o -o setjmp_codes.wasm
for legacy in false true; do
	sjlj="-mexception-handling -mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=$legacy"
	$c $sjlj -c sjlj.c -o sjlj.o
	for how in never:0 hundred:100 each:1; do
		$c $sjlj -DEVERY=${how#*:} -c setjmp.c -o setjmp.o
		name=setjmp_${how%:*}
		[ $legacy = true ] && name+=_legacy
		$link setjmp.o sjlj.o -o $name.wasm
	done
done
rm -f *.o

# C++: with exceptions (emscripten has the legacy ones; wasm-opt makes the new ones of them) and without. frames is linked without the optimizer, which
# makes one function of five.
cpp() { # OUTPUT SOURCE OPTIMIZATION FLAGS...
	em++ -O2 -std=c++17 "${@:4}" -c $2.cpp -o $2.o
	em++ $3 -sSTANDALONE_WASM --no-entry "${@:4}" $2.o -o $1.wasm
}
cpp frames_plain frames -O1 -fno-exceptions
cpp frames_never_legacy frames -O1 -fwasm-exceptions
cpp frames_each_legacy frames -O1 -fwasm-exceptions -DEVERY=1
for name in virtual script; do
	cpp ${name}_plain $name -O2 -fno-exceptions
	cpp ${name}_legacy $name -O2 -fwasm-exceptions
done
for name in virtual script frames_never frames_each; do
	$WASM_OPT $features --translate-to-exnref --emit-exnref ${name}_legacy.wasm -o $name.wasm
done
rm -f *.o
chmod 644 *.wasm
