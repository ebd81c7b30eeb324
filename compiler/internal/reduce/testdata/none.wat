;; No function names a data segment, and there is no data count section.
(module
  (memory 1)
  (data (i32.const 0) "active")
  (func $load (drop (i32.load (i32.const 0)))))
