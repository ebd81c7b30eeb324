// Package dylink loads side modules while a program runs: dlopen for translated programs.
//
// A side module is what wasm-ld -shared makes (emscripten: -sSIDE_MODULE), a module with a section dylink.0 or dylink. It has no
// memory and no table of its own but a place in those of the main module, which is there already: a translated package, or
// an instance of package interp, which is also what runs the side module. Functions call each other both ways, by name or
// through the table. The conventions are those of WebAssembly tool-conventions, DynamicLinking.
//
// The main module exports its memory, its table, which can grow (wasm-ld --export-table --growable-table), the stack
// pointer (--export=__stack_pointer), malloc and free, and whatever else side modules use.
//
// A symbol is what the first of these exports under its name: the main module, the host (Options.Host), the libraries that
// were made global, in the order of loading, the library that is being loaded, and the ones it needs, nearest first.
// Only then does a weak symbol go without.
//
// Destructors do not run when a library is closed: there is no convention for them.
package dylink
