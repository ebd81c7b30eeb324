#!/bin/sh
# Makes the module from its source, with rustc and its library for WebAssembly: rustup target add wasm32-unknown-unknown, or
# apt-get install rustc libstd-rust-dev-wasm32.
set -e
cd "$(dirname "$0")"
"${RUSTC:-rustc}" --edition 2021 --target wasm32-unknown-unknown --crate-type cdylib -C opt-level=s -C lto -C panic=abort -C strip=debuginfo \
	-o fuzzy.wasm fuzzy.rs
