;; A module with 64-bit addresses. Its allocator never frees.
(module
  (memory (export "memory") i64 1)
  (global $top (mut i64) (i64.const 1024))
  (func (export "malloc") (param $n i64) (result i64)
    (local $at i64)
    (local.set $at (i64.and (i64.add (global.get $top) (i64.const 15)) (i64.const -16)))
    (global.set $top (i64.add (local.get $at) (local.get $n)))
    (local.get $at))
  (func (export "free") (param i64))
  (func (export "total") (param $at i64) (param $n i64) (result i64)
    (local $sum i64)
    (loop $next
      (if (i64.ne (local.get $n) (i64.const 0))
        (then
          (local.set $sum (i64.add (local.get $sum) (i64.load (local.get $at))))
          (local.set $at (i64.add (local.get $at) (i64.const 8)))
          (local.set $n (i64.sub (local.get $n) (i64.const 1)))
          (br $next))))
    (local.get $sum))
  ;; where a constant text is, and how long: two results
  (data (i64.const 16) "a text")
  (func (export "text") (result i64 i64) (i64.const 16) (i64.const 6)))
