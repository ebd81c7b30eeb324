;; Functions that name data segments, where control comes and where it does not.
(module
  (memory 1)
  (data "passive")
  (data (i32.const 0) "active")
  (func $uses (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 7)))
  (func $unreachable
    (return)
    (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 7))
    (data.drop 1))
  (func $other (drop (i32.load (i32.const 0)))))
