;; A command whose exit code is the sign of a NaN that its processor has made: 0 for the canonical one.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local f32)
    (local.set 0 (f32.load (i32.const 0)))
    (f32.store (i32.const 4) (f32.div (local.get 0) (local.get 0)))
    (call $exit (i32.shr_u (i32.load (i32.const 4)) (i32.const 31)))))
