#!/bin/sh
# Builds SQLite's speedtest1 and the Lua interpreter, for WASI and natively, from the source packages of the Debian release
# that this runs on. Needs clang-22, lld-22, wasi-libc, libclang-rt-22-dev-wasm32, tclsh and make.
# Results: speedtest1.wasm, speedtest1, lua.wasm, lua in ${XDG_CACHE_HOME:-$HOME/.cache}/wasm2go-bench, or in $1.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/wasm2go-bench}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clang=clang-22
flags="-O2 -fno-vectorize -fno-slp-vectorize -ffp-contract=off -w"
# No -O when linking: with it clang would run whatever wasm-opt is on the PATH.
wasi="$clang --target=wasm32-wasi -Wno-deprecated"
link="-Wl,-z,stack-size=1048576 -Wl,--strip-debug"

# sources makes a private copy of apt's sources with the source packages enabled, and prints apt's options for it.
sources() {
	mkdir -p "$work/sources.d" "$work/lists/partial" "$work/cache/archives/partial"
	for f in /etc/apt/sources.list.d/*.sources; do
		[ -e "$f" ] && sed 's/^Types:.*/Types: deb-src/' "$f" >"$work/sources.d/$(basename "$f")"
	done
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -e "$f" ] && sed 's/^deb /deb-src /' "$f" >"$work/sources.d/$(basename "$f")"
	done
	echo "-qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$work/sources.d -o Dir::State::lists=$work/lists" \
		"-o Dir::Cache=$work/cache -o APT::Sandbox::User="
}

# fetch unpacks the upstream tar of a source package; apt checks its signature and hash.
fetch() {
	(cd "$work" && apt-get $apt source --download-only "$1" >/dev/null)
	tar -C "$work" -xf "$(ls "$work/$1"_*.orig.tar.?z)"
}

build_sqlite() {
	fetch sqlite3
	src=$(echo "$work"/sqlite3-*)
	mkdir "$src/build"
	cd "$src/build"
	../configure --disable-shared >/dev/null
	make sqlite3.c >/dev/null
	options="-DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_WAL -DSQLITE_TEMP_STORE=3 -DSQLITE_MAX_MMAP_SIZE=0"
	c="sqlite3.c ../test/speedtest1.c"
	$clang $flags $options -I. $c -o "$out/speedtest1" -lm
	for f in $c; do
		$wasi $flags $options -D_WASI_EMULATED_GETPID -include "$here/sqlite_wasi.h" -I. -c "$f"
	done
	$wasi ./*.o -o "$out/speedtest1.wasm" -lwasi-emulated-getpid $link
}

build_lua() {
	fetch lua5.4
	cd "$(echo "$work"/lua-5.4*)/src"
	rm luac.c
	$clang $flags ./*.c -o "$out/lua" -lm
	for f in ./*.c "$here/lua_wasi.c"; do
		$wasi $flags -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS -I"$here/include" -include "$here/lua_wasi.h" -c "$f"
	done
	$wasi ./*.o -o "$out/lua.wasm" -lwasi-emulated-signal -lwasi-emulated-process-clocks $link
}

apt=$(sources)
apt-get $apt update
build_sqlite
build_lua
ls -l "$out"
