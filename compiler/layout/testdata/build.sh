#!/bin/sh
# Links bss.c with the stack first and last, and with more and less said about it. Debian: clang-22 lld-22.
set -eu
cd "$(dirname "$0")"
clang-22 --target=wasm32 -Wall -Wextra -Werror -O2 -c bss.c -o bss.o
link() {
	out=$1
	shift
	clang-22 --target=wasm32 -nostdlib -Wl,--no-entry "$@" bss.o -o "$out.wasm"
	chmod 644 "$out.wasm"
}
for where in first last; do
	order=-Wl,--stack-first
	case $where in last) order=-Wl,--no-stack-first ;; esac
	all="-Wl,--export=__data_end,--export=__heap_base,--export=__stack_low,--export=__stack_high"
	link $where-all $order "$all"
	link $where-end $order -Wl,--export=__data_end -Wl,--strip-all
	link $where-base $order -Wl,--export=__heap_base -Wl,--strip-all
	link $where-none $order -Wl,--strip-all
	link $where-names $order -Wl,--strip-debug
done
rm bss.o
