;; Throws, and moves its stack pointer as C does, without putting it back.
(module
  (tag $err (export "err") (param i32 f64 externref))
  (global $__stack_pointer (export "__stack_pointer") (mut i32) (i32.const 1000))
  (func $deep (param $n i32) (param $what i32) (param $ref externref) (result i32)
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
    (if (result i32) (local.get $n)
      (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get $n) (i32.const 1)) (local.get $what) (local.get $ref))))
      (else
        (if (i32.eq (local.get $what) (i32.const 1)) (then (throw $err (i32.const 7) (f64.const 0.5) (local.get $ref))))
        (if (i32.eq (local.get $what) (i32.const 2)) (then unreachable))
        (i32.const 10))))
  ;; 0: returns, 1: throws, 2: traps
  (func $do (export "do") (param $what i32) (param $ref externref) (result i32)
    (local $r i32)
    (local.set $r (call $deep (i32.const 3) (local.get $what) (local.get $ref)))
    (global.set $__stack_pointer (i32.add (global.get $__stack_pointer) (i32.const 64)))
    (local.get $r))
  ;; has a handler, so that exceptions are left pending, but none for $err
  (tag $own)
  (func (export "own") (result i32)
    (block $h (try_table (catch $own $h) (throw $own)) )
    (i32.const 1)))
