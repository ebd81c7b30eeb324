;; A queue that keeps its state in different places: items in a ring in memory, which grows, its ends in globals, how to mix an item in a
;; table that is written to, and whether it was set up in segments that are dropped.
(module
  (type $mix (func (param i32 i32) (result i32)))
  (memory (export "memory") 1 3)
  (table $mixers (export "table") 2 8 funcref)
  (global $head (mut i32) (i32.const 0))        ;; items taken so far
  (global $tail (export "done") (mut i32) (i32.const 0))        ;; items put so far
  (global $sum (mut i64) (i64.const 0))
  (global $mean (mut f64) (f64.const 0))
  (global $last (mut funcref) (ref.null func))
  (data $first "\01\02\03\04\05\06\07\08")
  (data (i32.const 0) "queue")
  (elem $both func $add $xor)
  (elem declare func $xor $rotate)

  (func $add (type $mix) (i32.add (local.get 0) (local.get 1)))
  (func $xor (type $mix) (i32.xor (local.get 0) (local.get 1)))
  (func $rotate (type $mix) (i32.add (i32.rotl (local.get 0) (i32.const 5)) (local.get 1)))

  ;; start traps if it runs in a memory that was used.
  (func $start
    (if (i32.load8_u (i32.const 8)) (then unreachable))
    (i32.store8 (i32.const 8) (i32.const 1))
    (table.init $mixers $both (i32.const 0) (i32.const 0) (i32.const 2))
    (elem.drop $both))
  (start $start)

  ;; at is where item number i has its place: 72 bytes apart, wide over all pages.
  (func $at (param $i i32) (result i32)
    (i32.add (i32.const 64)
      (i32.mul (i32.const 72) (i32.rem_u (i32.mul (local.get $i) (i32.const 311)) (i32.mul (memory.size) (i32.const 900))))))

  ;; step puts an item, takes one after every third, and changes something else now and then. It returns a digest of what there is.
  (func (export "step") (param $v i32) (result i64)
    (local $item i64)
    ;; The sixth step uses up the first bytes; to do it again would trap.
    (if (i32.eq (global.get $tail) (i32.const 5))
      (then (memory.init $first (i32.const 16) (i32.const 0) (i32.const 8)) (data.drop $first)))
    (if (i32.eq (global.get $tail) (i32.const 7))
      (then
        (drop (memory.grow (i32.const 1)))
        (drop (table.grow $mixers (ref.null func) (i32.const 1)))
        (table.set $mixers (i32.const 2) (ref.func $rotate))
        (global.set $last (ref.func $xor))))
    (i64.store (call $at (global.get $tail))
      (i64.extend_i32_u
        (call_indirect (type $mix) (local.get $v) (i32.load (i32.const 16))
          (i32.rem_u (global.get $tail) (table.size $mixers)))))
    (global.set $tail (i32.add (global.get $tail) (i32.const 1)))
    ;; What is added to in memory would show if a step counted twice.
    (i64.store (i32.const 24) (i64.add (i64.load (i32.const 24)) (i64.extend_i32_u (local.get $v))))
    (i32.store (i32.const 32768) (i32.add (i32.load (i32.const 32768)) (i32.const 3)))
    (if (i32.eqz (i32.rem_u (global.get $tail) (i32.const 3)))
      (then
        (local.set $item (i64.load (call $at (global.get $head))))
        (global.set $head (i32.add (global.get $head) (i32.const 1)))
        (global.set $sum (i64.add (i64.rotl (global.get $sum) (i64.const 7)) (local.get $item)))
        (global.set $mean (f64.div (f64.add (global.get $mean) (f64.convert_i64_u (local.get $item))) (f64.const 2)))))
    (call $digest))

  ;; digest folds memory, globals and the table's size into a number.
  (func $digest (export "digest") (result i64)
    (local $i i32) (local $h i64)
    (local.set $h (i64.add (i64.load (i32.const 0)) (i64.mul (i64.load (i32.const 24)) (i64.load (i32.const 32768)))))
    (local.set $i (global.get $head))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (global.get $tail)))
        (local.set $h (i64.add (i64.mul (local.get $h) (i64.const 31)) (i64.load (call $at (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.set $h (i64.xor (local.get $h) (global.get $sum)))
    (local.set $h (i64.xor (local.get $h) (i64.reinterpret_f64 (global.get $mean))))
    (local.set $h (i64.add (local.get $h) (i64.extend_i32_u (i32.mul (global.get $head) (global.get $tail)))))
    (if (i32.eqz (ref.is_null (global.get $last))) (then (local.set $h (i64.add (local.get $h) (i64.const 1)))))
    (i64.add (local.get $h) (i64.extend_i32_u (i32.add (memory.size) (table.size $mixers))))))
