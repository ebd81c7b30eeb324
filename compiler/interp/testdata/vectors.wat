;; Vectors wherever values go; vectors.wasm is made of it by binaryen's wasm-as -all --disable-compact-imports.
(module
  (type $mix (func (param i32 v128 i64) (result v128 i64 i32)))
  (type $pixel (struct (field i32) (field (mut v128)) (field i64)))
  (type $pixels (array (mut v128)))
  (import "env" "host" (func $host (param v128 i32) (result i32 v128)))
  (import "env" "shared" (global $shared (mut v128)))
  (import "env" "fixed" (global $fixed v128))
  (global $own (export "own") (mut v128) (v128.const i32x4 1 2 3 4))
  (global $copy (export "copy") v128 (global.get $fixed))
  (memory (export "memory") 1)
  (data $bytes "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f\20\21")
  (tag $broken (export "broken") (param v128 i32 v128))
  (table 2 funcref)
  (elem (i32.const 0) $mix $mixTail)

  (func $mix (export "mix") (type $mix) (local.get 1) (local.get 2) (local.get 0))

  ;; by a tail call, through one with fewer arguments
  (func $mixTail (export "mixTail") (type $mix)
    (return_call $fewer (local.get 1) (local.get 0)))
  (func $fewer (param v128 i32) (result v128 i64 i32)
    (return_call $mix (local.get 1) (v128.not (local.get 0)) (i64x2.extract_lane 1 (local.get 0))))

  ;; through the table, with values that wait
  (func (export "indirect") (param $which i32) (param $v v128) (result v128)
    (local $a v128) (local $b i64) (local $c i32)
    (call_indirect (type $mix) (i32.const 7) (local.get $v) (i64.const 9) (local.get $which))
    (local.set $c) (local.set $b) (local.set $a)
    (i64x2.add (local.get $v)
      (i64x2.add (local.get $a) (i64x2.replace_lane 0 (i64x2.splat (local.get $b)) (i64.extend_i32_u (local.get $c))))))

  (func (export "calls") (param v128 i32) (result i32 v128)
    (call $host (v128.not (local.get 0)) (local.get 1)))

  (func (export "choose") (param v128 v128 i32) (result v128)
    (select (v128.not (local.get 0)) (local.get 1) (local.get 2)))

  ;; blocks with vectors as parameters and results
  (func (export "doubled") (param $v v128) (param $n i32) (result v128)
    (local.get $v) (local.get $n)
    (loop $again (param v128 i32) (result v128)
      (local.set $n)
      (local.set $v)
      (i32x4.add (local.get $v) (local.get $v))
      (i32.sub (local.get $n) (i32.const 1))
      (br_if $again (local.tee $n) (local.get $n))
      (drop)))

  ;; both at once
  (func (export "exchange") (param $a v128) (param $b v128) (result v128 v128)
    (local.get $b) (local.get $a) (local.set $b) (local.set $a)
    (local.get $a) (local.get $b))

  ;; halves of a vector change places in its own registers
  (func (export "turned") (param $v v128) (result v128)
    (local.set $v (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $v) (local.get $v)))
    (local.get $v))

  ;; a local that is zero, and constants in a loop
  (func (export "counted") (param $n i32) (result v128)
    (local $v v128)
    (loop $again
      (local.set $v (i32x4.add (v128.const i32x4 1 10 100 1000) (local.get $v)))
      (local.set $v (v128.xor (v128.xor (local.get $v) (v128.const i64x2 5 6)) (v128.const i64x2 5 6)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $v))

  (func (export "globals") (param v128) (result v128 v128)
    (global.get $own) (global.get $shared)
    (global.set $shared (local.get 0))
    (global.set $own (i32x4.add (local.get 0) (v128.const i32x4 1 1 1 1))))

  ;; addresses that are sums, whose operands change on the way
  (func (export "copy16") (param $to i32) (param $from i32)
    (local $v v128)
    (i32.add (local.get $to) (local.get $from))
    (local.set $v (v128.load offset=3 (i32.add (local.get $from) (i32.const 5))))
    (local.set $from (i32.const -1))
    (v128.store offset=4 (local.get $v)))
  (func (export "table16") (param $at i32) (param $i i32) (result v128)
    (i8x16.add
      (v128.load (i32.add (local.get $at) (i32.shl (local.get $i) (i32.const 4))))
      (v128.load offset=16 (i32.shl (local.get $i) (i32.const 4)))))
  (func (export "next") (param $at i32) (result v128 i32)
    (v128.load offset=2 (local.tee $at (i32.add (local.get $at) (i32.const 16))))
    (local.get $at))
  (func (export "store") (param $at i32) (param $v v128) (v128.store offset=8 (local.get $at) (local.get $v)))
  (func (export "load") (param $at i32) (result v128) (v128.load offset=8 (local.get $at)))
  (func (export "loadFar") (param $at i32) (result v128) (v128.load offset=4294967292 (i32.add (local.get $at) (i32.const 1))))

  ;; an exception with vectors
  (func $throw (param v128 i32)
    (throw $broken (local.get 0) (local.get 1) (v128.not (local.get 0))))
  (func (export "throw") (param v128 i32) (call $throw (local.get 0) (local.get 1)))
  (func (export "catch") (param $v v128) (param $n i32) (result v128 i32 v128)
    (block $caught (result v128 i32 v128)
      (try_table (catch $broken $caught) (call $throw (i32x4.neg (local.get $v)) (local.get $n)))
      (unreachable)))
  (func (export "catchHost") (param $v v128) (result v128)
    (block $caught (result v128 i32 v128)
      (try_table (catch $broken $caught) (drop (drop (call $host (local.get $v) (i32.const -1)))))
      (unreachable))
    (drop) (drop))

  ;; fields and elements
  (func (export "struct") (param $v v128) (result v128 i32 i64)
    (local $p (ref null $pixel))
    (local.set $p (struct.new $pixel (i32.const 3) (v128.const i64x2 0 0) (i64.const 4)))
    (struct.set $pixel 1 (local.get $p) (v128.xor (struct.get $pixel 1 (local.get $p)) (local.get $v)))
    (struct.get $pixel 1 (local.get $p)) (struct.get $pixel 0 (local.get $p)) (struct.get $pixel 2 (local.get $p)))
  (func (export "array") (param $v v128) (param $i i32) (result v128)
    (local $a (ref null $pixels)) (local $b (ref null $pixels))
    (local.set $a (array.new $pixels (local.get $v) (i32.const 4)))
    (array.fill $pixels (local.get $a) (i32.const 1) (v128.not (local.get $v)) (i32.const 2))
    (local.set $b (array.new_fixed $pixels 3 (v128.const i64x2 1 2) (local.get $v) (v128.const i64x2 0 0)))
    (array.set $pixels (local.get $b) (i32.const 2) (array.get $pixels (local.get $a) (i32.const 1)))
    (array.copy $pixels $pixels (local.get $a) (i32.const 2) (local.get $b) (i32.const 0) (i32.const 2))
    (array.get $pixels (local.get $a) (local.get $i)))
  (func (export "arrayOfData") (param $i i32) (result v128)
    (local $a (ref null $pixels))
    (local.set $a (array.new_data $pixels $bytes (i32.const 1) (i32.const 2)))
    (array.init_data $pixels $bytes (local.get $a) (i32.const 1) (i32.const 0) (i32.const 1))
    (array.get $pixels (local.get $a) (local.get $i)))
)
