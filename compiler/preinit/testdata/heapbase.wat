;; A heap that initialisation uses without a look at the size of memory. heapbase.wasm is made by build.sh.
(module
  (memory (export "memory") 2)
  (global (export "__heap_base") i32 (i32.const 1024))
  (data (i32.const 1000) "below")
  (func (export "_initialize") (i32.store (i32.const 2048) (i32.const 1)))
  (func (export "read") (result i32) (i32.load (i32.const 2048))))
