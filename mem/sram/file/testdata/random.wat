;; A module whose steps change memory and globals at random, always in the same way (wat2wasm --debug-names random.wat).
(module
  (memory (export "memory") 2 3)
  (global $steps (export "steps") (mut i32) (i32.const 0))
  (global $random (export "random") (mut i64) (i64.const 88172645463325252))

  ;; next is a random number (xorshift).
  (func $next (result i64)
    (global.set $random (i64.xor (global.get $random) (i64.shl (global.get $random) (i64.const 13))))
    (global.set $random (i64.xor (global.get $random) (i64.shr_u (global.get $random) (i64.const 7))))
    (global.set $random (i64.xor (global.get $random) (i64.shl (global.get $random) (i64.const 17))))
    (global.get $random))

  ;; below is a random number below $n.
  (func $below (param $n i32) (result i32)
    (i32.wrap_i64 (i64.rem_u (call $next) (i64.extend_i32_u (local.get $n)))))

  ;; at is where $n bytes are in memory.
  (func $at (param $n i32) (result i32)
    (call $below (i32.sub (i32.mul (memory.size) (i32.const 65536)) (local.get $n))))

  ;; step stores 20 numbers, fills or copies now and then, and grows a few times.
  (func (export "step")
    (local $i i32) (local $n i32)
    (global.set $steps (i32.add (global.get $steps) (i32.const 1)))
    (loop $more
      (i64.store (call $at (i32.const 8)) (call $next))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20))))
    (local.set $n (call $below (i32.const 6000)))
    (if (i32.eqz (call $below (i32.const 4)))
      (then (memory.fill (call $at (local.get $n)) (call $below (i32.const 256)) (local.get $n))))
    (if (i32.eqz (call $below (i32.const 4)))
      (then (memory.copy (call $at (local.get $n)) (call $at (local.get $n)) (local.get $n))))
    (if (i32.eqz (call $below (i32.const 50)))
      (then (drop (memory.grow (i32.const 1)))))))
