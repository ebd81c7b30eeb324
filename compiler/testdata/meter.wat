;; What counts fuel in a way of its own. meter.wasm is made from this by wat2wasm --enable-tail-call --debug-names.
(module
  (type $count (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table funcref (elem $even $odd))
  (global $turns (export "turns") (mut i32) (i32.const 0))
  (func $turn (global.set $turns (i32.add (global.get $turns) (i32.const 1))))

  ;; a loop, and a recursion that is unrolled
  (func $self (export "self") (type $count)
    (global.set $turns (i32.add (global.get $turns) (i32.const 1)))
    (if (result i32) (local.get 0)
      (then (return_call $self (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 7))))
  (func $fib (export "fib") (type $count)
    (call $turn)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add
        (call $fib (i32.sub (local.get 0) (i32.const 1)))
        (call $fib (i32.sub (local.get 0) (i32.const 2)))))))

  ;; tail calls without end
  (func $even (export "even") (type $count)
    (call $turn)
    (if (result i32) (local.get 0)
      (then (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
      (else (i32.const 1))))
  (func $odd (type $count)
    (call $turn)
    (if (result i32) (local.get 0)
      (then (return_call_indirect (type $count) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))
      (else (i32.const 0))))

  ;; loops in loops, one that nothing branches to, one that is left by a branch, and code that nothing reaches
  (func (export "loops") (type $count) (local $i i32) (local $j i32)
    (loop $outer
      (loop (call $turn))
      (block $out
        (br_if $out (i32.and (local.get $i) (i32.const 1)))
        (local.set $j (local.get $i))
        (loop $inner
          (i32.store8 (local.get $j) (local.get $i))
          (br_if $out (i32.eqz (local.get $j)))
          (local.set $j (i32.sub (local.get $j) (i32.const 1)))
          (br $inner)
          (call $turn)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $outer (i32.le_u (local.get $i) (local.get 0))))
    (local.get $i))

  ;; the size of a bulk instruction, which costs, is that of a load that traps: it comes first
  (func (export "bulk") (type $count)
    (call $turn)
    (memory.fill (i32.const 0) (i32.const 1) (local.get 0))
    (call $turn)
    (memory.copy (i32.div_u (i32.const 1) (local.get 0)) (i32.const 32) (i32.load (i32.mul (local.get 0) (i32.const 1000))))
    (i32.const 1)))
