;; What the tests of package interp call. sample.wasm is made from this by wat2wasm --enable-tail-call --debug-names.
(module $sample
  (type $unary (func (param i32) (result i32)))
  (import "env" "hook" (func $hook (type $unary)))
  (memory (export "memory") 1 1000)
  (table $table (export "table") 4 funcref)
  (elem (i32.const 0) $fib $peek $hook)
  (global $count (export "count") (mut i32) (i32.const 0))

  (func $fib (export "fib") (type $unary)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add
        (call $fib (i32.sub (local.get 0) (i32.const 1)))
        (call $fib (i32.sub (local.get 0) (i32.const 2)))))))

  (func $peek (export "peek") (type $unary) (i32.load (local.get 0)))
  (func $poke (export "poke") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func $div (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $add (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func $nothing (export "nothing"))

  ;; calls out, and counts what came back
  (func $reenter (export "reenter") (type $unary)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.add (call $hook (local.get 0)) (i32.const 1)))

  (func $apply (export "apply") (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 1) (local.get 0)))

  (func $deep (export "deep") (type $unary)
    (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))

  (func $spin (export "spin") (loop $again (br $again)))

  (func (export "reenterAndSpin") (drop (call $hook (i32.const 0))) (call $spin))

  ;; grows the memory until that is refused
  (func $hog (export "hog") (result i32)
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (memory.size))

  ;; does the same with the table, and returns the size
  (func $hoard (export "hoard") (result i32)
    (loop $again
      (br_if $again (i32.ne (table.grow $table (ref.null func) (i32.const 1)) (i32.const -1))))
    (table.size $table))

  (func $mix (export "mix") (param i32 i64 f32 f64) (result f64)
    (f64.add
      (f64.add (f64.convert_i32_s (local.get 0)) (f64.convert_i64_s (local.get 1)))
      (f64.add (f64.promote_f32 (local.get 2)) (local.get 3))))

  (func $swap (export "swap") (param i32 i64) (result i64 i32) (local.get 1) (local.get 0))
  (func $echo (export "echo") (param externref i32) (result i32 externref) (local.get 1) (local.get 0))
  ;; keeps references over a call that comes back in
  (func $keep (export "keep") (param externref i32) (result externref)
    (local externref externref)
    (drop (call $reenter (local.get 1)))
    (local.set 3 (local.get 0))
    (local.set 2 (select (result externref) (local.get 3) (ref.null extern) (local.get 1)))
    (local.get 2))

  (func $self (export "self") (result funcref) (table.get $table (i32.const 0)))

  (func $even (export "even") (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func $odd (type $unary)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))

  ;; what memory has at an address, before and after a call of the host: the sum of both
  (func (export "outerPeek") (type $unary)
    (i32.load (local.get 0))
    (drop (call $hook (i32.const 0)))
    (i32.add (i32.load (local.get 0)))))
