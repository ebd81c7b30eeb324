;; A throw over five frames, each time caught: what an exception costs and nothing else. throw_legacy.wat is the same with the old instructions.
(module
  (tag $fault (param i32))
  (func $f5 (param $i i32) (result i32) (throw $fault (local.get $i)))
  (func $f4 (param $i i32) (result i32) (i32.add (call $f5 (local.get $i)) (i32.const 1)))
  (func $f3 (param $i i32) (result i32) (i32.add (call $f4 (local.get $i)) (i32.const 1)))
  (func $f2 (param $i i32) (result i32) (i32.add (call $f3 (local.get $i)) (i32.const 1)))
  (func $f1 (param $i i32) (result i32) (i32.add (call $f2 (local.get $i)) (i32.const 1)))
  (func (export "run") (param $n i32) (result i32)
    (local $sum i32)
    (loop $more
      (local.set $sum (i32.add (local.get $sum)
        (block $caught (result i32)
          (try_table (result i32) (catch $fault $caught) (call $f1 (local.get $n))))))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum)))
