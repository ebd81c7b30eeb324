;; Functions that trap in different ways, each below one that calls it: for the test of offsets in call stacks.
;; wat2wasm --enable-tail-call --debug-names places.wat
(module $places
  (type $unary (func (param i32) (result i32)))
  (import "env" "hook" (func $hook (type $unary)))
  (memory 1)
  (table 3 funcref)
  (elem (i32.const 1) $nothing $div)
  (func $nothing)

  ;; Callers whose line has a load, too.
  (func $call_load (export "load") (type $unary)
    (i32.add (call $load (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_store (export "store") (type $unary)
    (i32.add (call $store (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_div (export "div") (type $unary)
    (i32.add (call $div (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_indirectly (export "indirect") (type $unary)
    (i32.add (call $indirectly (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_abort (export "abort") (type $unary)
    (i32.add (call $abort (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_host (export "host") (type $unary)
    (i32.add (call $host (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_fill (export "fill") (type $unary)
    (i32.add (call $fill (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $call_loop (export "loop") (type $unary)
    (i32.add (call $loop (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))

  (func $load (type $unary)
    (i32.store (i32.const 16) (local.get 0))
    (i32.load offset=4 (local.get 0)))
  (func $store (type $unary)
    (i32.store (i32.const 16) (local.get 0))
    (i32.store (local.get 0) (i32.const 1))
    (local.get 0))
  (func $div (type $unary)
    (i32.store (i32.const 16) (local.get 0))
    (i32.div_s (i32.const 100) (local.get 0)))
  (func $indirectly (type $unary)
    (call_indirect (type $unary) (i32.load (i32.const 8)) (local.get 0)))
  (func $abort (type $unary)
    (if (local.get 0) (then (unreachable)))
    (i32.load (i32.const 8)))
  (func $host (type $unary)
    (i32.add (call $hook (i32.add (i32.load (i32.const 8)) (local.get 0))) (i32.const 1)))
  (func $fill (type $unary)
    (memory.fill (local.get 0) (i32.const 0) (i32.const 8))
    (local.get 0))
  ;; In a loop whose label is written when the loop has been.
  (func $loop (type $unary) (local $i i32)
    (block $done
      (loop $again
        (loop $inner
          (br_if $again (i32.eq (local.get $i) (i32.const 3)))
          (br_if $done (i32.eq (local.get $i) (i32.const 7)))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (i32.store (i32.const 20) (local.get $i))
          (if (i32.eq (i32.load (i32.mul (local.get 0) (local.get $i))) (i32.const 5))
            (then (i32.store (i32.const 24) (local.get $i))))
          (br $inner))))
    (local.get $i))

  ;; Two loads on a line.
  (func $two (export "two") (param i32) (result i32)
    (i32.add (i32.load (local.get 0)) (i32.load (i32.const 8))))
  ;; A load that the Go compiler makes one instruction of with the sum.
  (func $merged (export "merged") (param i32) (result i32) (local $v i32) (local $w i32)
    (local.set $w (i32.load (i32.const 8)))
    (local.set $v (i32.load (local.get 0)))
    (local.set $w (i32.xor (local.get $w) (i32.const 5)))
    (i32.mul (i32.add (local.get $w) (local.get $v)) (i32.const 7)))

  ;; Unrolled recursion.
  (func $nest (param $n i32) (param $at i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.load (local.get $at)))
      (else (i32.add (i32.load (i32.const 8)) (call $nest (i32.sub (local.get $n) (i32.const 1)) (local.get $at))))))
  (func $nested (export "nest") (param i32) (result i32)
    (call $nest (i32.const 20) (local.get 0)))

  ;; Tail calls without end.
  (func $even (export "even") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.div_u (i32.const 1) (local.get 0)))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.load (i32.const -8)))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))

  ;; The stack ends.
  (func $deep (export "deep") (param i32) (result i32)
    (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.load (local.get 0))))
)
