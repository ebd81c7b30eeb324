;; What references cost, and how they pass. references.wasm is made from this by wat2wasm --debug-names.
(module $references
  (type $pass (func (param externref) (result externref)))
  (import "env" "hook" (func $hook (type $pass)))
  (table $values (export "values") 4 externref)
  (table $funcs (export "funcs") 4 funcref)
  (elem (table $funcs) (i32.const 0) func $same)

  (func $same (export "same") (type $pass) (local.get 0))
  (func (export "hook") (type $pass) (call $hook (local.get 0)))

  ;; all kinds of values, in another order
  (func (export "mixed") (param i32 funcref f64 externref i64) (result externref i64 i32 funcref f64)
    (local.get 3) (local.get 4) (local.get 0) (local.get 1) (local.get 2))

  ;; n turns of a loop: an element of a table is moved, and counted if it is not null
  (func (export "walkValues") (param $n i32) (result i32)
    (local $count i32)
    (loop
      (table.set $values (i32.const 1) (table.get $values (i32.const 0)))
      (if (i32.eqz (ref.is_null (table.get $values (i32.const 1))))
        (then (local.set $count (i32.add (local.get $count) (i32.const 1)))))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $count))
  (func (export "walkFuncs") (param $n i32) (result i32)
    (local $count i32)
    (loop
      (table.set $funcs (i32.const 1) (table.get $funcs (i32.const 0)))
      (if (i32.eqz (ref.is_null (table.get $funcs (i32.const 1))))
        (then (local.set $count (i32.add (local.get $count) (i32.const 1)))))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $count))
  ;; n calls of a function of the module, and of the host
  (func (export "callSame") (param $n i32) (param $x externref) (result externref)
    (loop
      (local.set $x (call $same (local.get $x)))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x))
  (func (export "callHook") (param $n i32) (param $x externref) (result externref)
    (loop
      (local.set $x (call $hook (local.get $x)))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x)))
