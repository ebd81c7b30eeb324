;; What a C compiler makes of functions with a frame of 1024 bytes. build.sh makes variants of the line with the pointer, and of the addresses.
(module
  (import "env" "cb" (func $cb))
  (global $__stack_pointer (export "__stack_pointer") (mut i32) (i32.const 65536))
  (memory (export "memory") 2)
  ;; calls the host with a frame, in which a value has to be afterwards what it was
  (func (export "f") (param $x i32) (result i32) (local $p i32)
    (global.set $__stack_pointer (local.tee $p (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
    (i32.store offset=8 (local.get $p) (local.get $x))
    (call $cb)
    (local.set $x (i32.load offset=8 (local.get $p)))
    (global.set $__stack_pointer (i32.add (local.get $p) (i32.const 1024)))
    (local.get $x))
  (func (export "trap") (local $p i32)
    (global.set $__stack_pointer (local.tee $p (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
    (drop (i32.load (i32.const -1)))
    (global.set $__stack_pointer (i32.add (local.get $p) (i32.const 1024))))
  ;; overflows the C stack
  (func $deep (export "deep") (local $p i32)
    (global.set $__stack_pointer (local.tee $p (i32.sub (global.get $__stack_pointer) (i32.const 1024))))
    (i32.store (local.get $p) (i32.const 1))
    (call $deep)
    (global.set $__stack_pointer (i32.add (local.get $p) (i32.const 1024))))
  ;; takes room on the C stack, and leaves it
  (func (export "alloca") (param $n i32)
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (local.get $n))))
  (func (export "pointer") (result i32)
    (global.get $__stack_pointer))
  (func (export "reset")
    (global.set $__stack_pointer (i32.const 65536)))
  ;; counts in memory
  (func (export "spin") (param $n i32)
    (loop $again
      (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
      (br_if $again (i32.ne (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0)))))
  (func (export "count") (result i32)
    (i32.load (i32.const 64))))
