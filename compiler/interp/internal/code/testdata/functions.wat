;; Functions whose code functions.txt shows. wat2wasm --enable-tail-call --debug-names functions.wat
(module
  (type $unary (func (param i32) (result i32)))
  (import "env" "log" (func $log (type $unary)))
  (memory 1)
  (table $funcs 4 funcref)
  (table $values 4 externref)
  (global $g (mut i32) (i32.const 0))

  ;; the sum of an array: a loop, a load whose address grows first, an addition whose result is compared
  (func $sum (param $p i32) (param $end i32) (result i32)
    (local $s i32)
    (loop
      (local.set $s (i32.add (local.get $s) (i32.load (local.get $p))))
      (br_if 0 (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 4))) (local.get $end))))
    (local.get $s))
  ;; calls of the module, of the host and by the table
  (func $calls (param $x i32) (result i32)
    (i32.add
      (call $sum (local.get $x) (i32.const 100))
      (call_indirect $funcs (type $unary) (call $log (local.get $x)) (i32.const 2))))
  (func $tail (param $x i32) (result i32)
    (return_call $calls (i32.sub (local.get $x) (i32.const 1))))
  ;; a jump table
  (func $choose (param $x i32) (result i32)
    (block (block (block
      (br_table 0 1 0 2 (local.get $x)))
      (return (i32.const 10)))
      (return (i32.const 20)))
    (i32.const 30))
  ;; floats, and a store of a result
  (func $scale (param $p i32) (param $by f64)
    (if (f64.lt (f64.load (local.get $p)) (f64.const 0.5))
      (then (f64.store (local.get $p) (f64.mul (f64.load offset=8 (local.get $p)) (local.get $by))))
      (else (f64.store (local.get $p) (f64.add (local.get $by) (f64.const 1.25))))))
  ;; references, in registers of their own
  (func $references (param $x externref) (param $n i32) (result externref i32)
    (local $y externref)
    (local.set $y (table.get $values (local.get $n)))
    (table.set $values (i32.const 0) (local.get $x))
    (call $references (select (result externref) (local.get $x) (local.get $y) (local.get $n)) (local.get $n))
    (drop)
    (ref.is_null (local.get $y)))
  ;; many values that wait, in a wide stack
  (func $wide (param $x i32) (result i32)
    (call $log (i32.const 1)) (call $log (i32.const 2)) (call $log (i32.const 3)) (call $log (i32.const 4))
    (i32.div_u) (i32.rem_s) (i32.shl)
    (global.set $g)
    (global.get $g))
  ;; neighbours that become one: two moves, two additions
  (func $neighbours (param $x i32) (param $y i32) (result i32 i32)
    (local $i i32) (local $j i32)
    (loop
      (local.set $x (i32.add (local.get $x) (i32.const 8)))
      (local.set $y (i32.add (local.get $y) (i32.const -1)))
      (br_if 0 (local.get $y)))
    (local.set $i (local.get $x))
    (local.set $j (local.get $y))
    (local.get $j) (local.get $i))
  ;; runs of vectors, one too short for assembly, and one that an address interrupts
  (func $vectors (param $p i32) (param $end i32)
    (local $v v128)
    (local.set $v (i8x16.neg (v128.load (local.get $p))))
    (loop
      (local.set $v (i16x8.mul (i16x8.abs (local.get $v)) (i16x8.neg (local.get $v))))
      (v128.store (i32.add (local.get $p) (local.get $end)) (i16x8.add (local.get $v) (v128.load offset=16 (local.get $p))))
      (br_if 0 (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 32))) (local.get $end))))))
