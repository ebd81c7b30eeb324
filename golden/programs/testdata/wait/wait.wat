;; Waits for ever in poll_oneoff, and in fd_read. wat2wasm --debug-names wait.wat
(module $wait
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\40") ;; a clock, monotonic, in 146 years
  (func $nap (result i32) (call $poll (i32.const 0) (i32.const 128) (i32.const 1) (i32.const 256)))
  (func $listen (result i32)
    (i32.store (i32.const 300) (i32.const 400)) (i32.store (i32.const 304) (i32.const 8))
    (call $fd_read (i32.const 0) (i32.const 300) (i32.const 1) (i32.const 256)))
  (func (export "sleep") (result i32) (call $nap))
  (func (export "read") (result i32) (call $listen))
  (func (export "work") (result i32) (i32.load (i32.const 256))))
