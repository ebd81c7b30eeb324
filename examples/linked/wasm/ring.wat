;; A ring of the last 1,024 samples, and the memory that they are in.
(module $ring
  (memory (export "memory") 1)
  (global $pushed (mut i32) (i32.const 0))

  ;; push adds a sample, in place of the oldest one where the ring is full.
  (func (export "push") (param $sample f64)
    (f64.store
      (i32.shl (i32.rem_u (global.get $pushed) (i32.const 1024)) (i32.const 3))
      (local.get $sample))
    (global.set $pushed (i32.add (global.get $pushed) (i32.const 1))))

  ;; len returns how many samples there are, from address 0 on.
  (func $len (export "len") (result i32)
    (select (global.get $pushed) (i32.const 1024)
      (i32.lt_u (global.get $pushed) (i32.const 1024)))))
