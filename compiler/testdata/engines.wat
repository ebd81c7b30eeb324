;; Calls between functions that interpret_test.go leaves to the interpreter (they are called i_*) and others.
;; wat2wasm --enable-tail-call --debug-names engines.wat
(module $engines
  (type $unary (func (param i32) (result i32)))
  (import "env" "host" (func $host (type $unary)))
  (memory (export "memory") 1)
  (global $calls (export "calls") (mut i32) (i32.const 0))
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $double $i_square)
  (func $double (type $unary)
    (i32.mul (local.get 0) (i32.const 2)))
  (func $i_square (type $unary)
    (i32.mul (local.get 0) (local.get 0)))

  ;; The sum of i_step(i) for i below n.
  (func $sum (export "sum") (param $n i32) (result i32)
    (local $i i32) (local $s i32)
    (loop
      (if (i32.lt_u (local.get $i) (local.get $n))
        (then
          (local.set $s (i32.add (local.get $s) (call $i_step (local.get $i))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br 1))))
    (local.get $s))
  ;; 1 + (2i or i*i) through memory, by a function in the table
  (func $i_step (type $unary)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $store (call_indirect (type $unary) (local.get 0) (i32.and (local.get 0) (i32.const 1))))
    (i32.add (i32.load (i32.const 8)) (i32.const 1)))
  (func $store (param i32)
    (i32.store (i32.const 8) (local.get 0)))

  ;; The host is called at the bottom of n nested calls.
  (func $down (export "down") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (call $i_host (local.get 0)))))
    (i32.add (call $i_down (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
  (func $i_down (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (call $i_host (local.get 0)))))
    (i32.add (call $down (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
  (func $i_host (type $unary)
    (call $host (local.get 0)))

  ;; Outside of memory at the bottom of n nested calls.
  (func $fall (export "fall") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.load (i32.const -8)))))
    (i32.add (call $i_fall (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
  (func $i_fall (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (i32.load (i32.const -8)))))
    (i32.add (call $fall (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))

  ;; Tail calls without end: even is interpreted only because i_odd is.
  (func $even (export "even") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $i_odd (i32.sub (local.get 0) (i32.const 1))))
  (func $i_odd (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))

  ;; n calls of the other engine with references
  (func $pass (param externref funcref) (result funcref externref)
    (local.get 1) (local.get 0))
  (func $i_pass (param externref funcref) (result funcref externref)
    (local.get 1) (local.get 0))
  (func $toInterpreted (export "toInterpreted") (param $n i32) (param $x externref) (result externref funcref)
    (local $f funcref)
    (local.set $f (ref.func $double))
    (loop
      (call $i_pass (local.get $x) (local.get $f))
      (local.set $x)
      (local.set $f)
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x) (local.get $f))
  (func $i_toTranslated (export "toTranslated") (param $n i32) (param $x externref) (result externref funcref)
    (local $f funcref)
    (local.set $f (ref.func $double))
    (loop
      (call $pass (local.get $x) (local.get $f))
      (local.set $x)
      (local.set $f)
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x) (local.get $f)))
