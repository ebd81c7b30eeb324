;; Functions that become routines, for TestAssembly.
(module
  (import "env" "hook" (func $hook (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $step (mut i32) (i32.const 16))
  (global $factor v128 (v128.const i32x4 1 2 3 4))

  ;; The whole is a routine: it adds up vectors of the memory, and traps behind its end.
  (func $load (param $at i32) (param $n i32) (result i32) (local $sum v128)
    (loop $next
      (local.set $sum (i32x4.add (local.get $sum) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32x4.extract_lane 0 (local.get $sum)))
  (func $call_load (export "load") (param i32) (result i32)
    (i32.add (call $load (local.get 0) (i32.const 9)) (i32.const 1)))

  ;; A routine that another function inside traps in, behind a store that stays.
  (func $store (param $at i32) (result i32) (local $n i32)
    (local.set $n (call $hook (i32.const 3)))
    (loop $next
      (v128.store offset=16 (local.get $at) (i32x4.splat (local.get $n)))
      (local.set $at (i32.add (local.get $at) (global.get $step)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $at))
  (func $call_store (export "store") (param i32) (result i32)
    (call $store (local.get 0)))

  (func $divide (export "divide") (param $n i32) (result i32) (local $v v128)
    (local.set $v (i32x4.splat (local.get $n)))
    (loop $next
      (local.set $v (i32x4.replace_lane 1 (local.get $v)
        (i32.div_s (i32.const -0x80000000) (i32.sub (i32x4.extract_lane 0 (local.get $v)) (i32.const 2)))))
      (br_if $next (i32.ne (i32x4.extract_lane 1 (local.get $v)) (i32.div_s (i32.const -0x80000000) (i32.sub (local.get $n) (i32.const 2))))))
    (i32x4.extract_lane 1 (local.get $v)))

  (func $abort (export "abort") (param $n i32) (result i32) (local $v v128)
    (local.set $n (call $hook (local.get $n)))
    (loop $next
      (local.set $v (i8x16.add (local.get $v) (i8x16.splat (local.get $n))))
      (if (i32.eq (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 5)) (then (unreachable)))
      (br_if $next (i32.gt_s (local.get $n) (i32.const 0))))
    (i8x16.extract_lane_u 3 (local.get $v)))

  (func $truncate (export "truncate") (param $n i32) (result i32) (local $v v128)
    (local.set $n (call $hook (local.get $n)))
    (local.set $v (f32x4.sqrt (f32x4.splat (f32.convert_i32_s (local.get $n)))))
    (loop $next
      (local.set $v (f32x4.div (local.get $v) (f32x4.splat (f32.convert_i32_s (i32.sub (local.get $n) (i32.const 9))))))
      (local.set $n (i32.add (i32.trunc_f32_s (f32x4.extract_lane 2 (local.get $v))) (i32.sub (local.get $n) (i32.const 1))))
      (br_if $next (i32.gt_s (local.get $n) (i32.const 10))))
    (local.get $n))

  ;; Ways out: behind the loop, to two labels, and out of the function; what is assigned on one way is read behind another.
  (func $exits (export "exits") (param $n i32) (result i32) (local $v v128) (local $x i32) (local $y i32)
    (local.set $n (call $hook (local.get $n)))
    (local.set $y (i32.const 1000))
    (block $first
      (block $second
        (loop $next
          (local.set $v (i16x8.add (local.get $v) (i16x8.splat (local.get $n))))
          (br_if $first (i32.eq (i32x4.extract_lane 0 (local.get $v)) (i32.const 0x00030003)))
          (local.set $x (i32.add (local.get $x) (local.get $n)))
          (br_if $second (i32.eq (local.get $x) (i32.const 9)))
          (if (i32.and (local.get $n) (i32.const 64)) (then (return (i32.mul (local.get $x) (i32.const 7)))))
          (if (i32.and (local.get $n) (i32.const 1)) (then (local.set $y (local.get $x))))
          (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (return (i32.add (local.get $y) (i16x8.extract_lane_u 5 (local.get $v)))))
      (return (i32.add (local.get $y) (local.get $x))))
    (i32.add (local.get $x) (i32.const 5000)))

  ;; A loop with a call around one without: what the inner one leaves, the next turn reads. It reads globals.
  (func $turns (export "turns") (param $n i32) (result i32) (local $v v128) (local $i i32) (local $w v128)
    (loop $outer
      (local.set $w (i32x4.add (local.get $w) (i32x4.splat (call $hook (i32x4.extract_lane 1 (local.get $v))))))
      (local.set $i (i32.const 3))
      (loop $inner
        (local.set $v (i32x4.mul (i32x4.add (local.get $v) (local.get $w)) (global.get $factor)))
        (br_if $inner (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (global.set $step (i32.add (global.get $step) (i32.const 16)))
      (br_if $outer (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.xor (i32x4.extract_lane 3 (local.get $v)) (i32x4.extract_lane 2 (local.get $w))))

  ;; A recursion with a routine in each call.
  (func $deep (export "deep") (param $n i32) (result i32) (local $v v128) (local $i i32)
    (if (i32.lt_s (local.get $n) (i32.const 0)) (then (return (i32.const 1))))
    (local.set $i (i32.const 4))
    (local.set $v (i32x4.splat (call $deep (i32.sub (local.get $n) (i32.const 1)))))
    (loop $next
      (local.set $v (i32x4.add (local.get $v) (v128.load (i32.mul (local.get $n) (local.get $i)))))
      (br_if $next (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (i32x4.extract_lane 0 (local.get $v)))

  ;; So many turns of 2^20.
  (func $spin (export "spin") (param $n i32) (result i32) (local $v v128) (local $i i32)
    (loop $next
      (local.set $v (i32x4.add (local.get $v) (i32x4.splat (local.get $i))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.shl (local.get $n) (i32.const 20)))))
    (i32x4.extract_lane 1 (local.get $v)))

  ;; Names that the package has for other things.
  (func $vec (param $vec i32) (param $vector v128) (result v128) (local $cpu v128) (local $assembled i32)
    (local.set $vec (call $hook (local.get $vec)))
    (loop $next
      (local.set $cpu (i8x16.add_sat_u (i8x16.add (local.get $cpu) (local.get $vector)) (v128.const i32x4 1 2 3 4)))
      (local.set $assembled (i32.xor (local.get $assembled) (i8x16.bitmask (local.get $cpu))))
      (br_if $next (local.tee $vec (i32.sub (local.get $vec) (i32.const 1)))))
    (i32x4.replace_lane 0 (local.get $cpu) (local.get $assembled)))
  (func $vector (param i32) (result v128) (call $vec (local.get 0) (v128.const i32x4 1 2 3 4)))
  (func $cpu (param i32) (result v128) (call $vec (local.get 0) (call $vector (local.get 0))))
  (func $poll (param i32) (result v128) (call $vec (local.get 0) (call $cpu (local.get 0))))
  (func $assembled (param i32) (result v128) (call $vec (local.get 0) (call $poll (local.get 0))))
  (func $vec_routine1 (param i32) (result v128) (call $vec (local.get 0) (call $assembled (local.get 0))))
  (func $vec_routine1asm (export "names") (param i32) (result i32)
    (if (i32.lt_s (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)) (then (return (i32.const 3))))
    (i32x4.extract_lane 0 (call $vec (local.get 0) (call $vec_routine1 (local.get 0)))))
)
