;; Exceptions in functions that call each other, the host, and another instance of the module. Made by: wat2wasm --enable-exceptions --enable-tail-call --debug-names
(module
  (type $thrower (func (param i32) (result i32)))
  (import "env" "number" (tag $number (param i32)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (import "env" "keep" (func $keep (param externref) (result externref)))
  (tag $pair (export "pair") (param i64 f64))
  (tag $object (export "object") (param externref i32 externref))
  (tag $empty)
  (export "number" (tag $number))
  (table 2 funcref)
  (elem (i32.const 0) $throw $host)
  (global $count (export "count") (mut i32) (i32.const 0))

  ;; throw throws what its argument says: nothing, a number, a pair, an empty exception; or it traps.
  (func $throw (export "throw") (type $thrower)
    (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $number (i32.const 7))))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $pair (i64.const 8) (f64.const 0.5))))
    (if (i32.eq (local.get 0) (i32.const 3)) (then (throw $empty)))
    (if (i32.eq (local.get 0) (i32.const 4)) (then (unreachable)))
    (i32.const 100))

  ;; nested has an inner try that catches numbers, and throws again what is empty, and an outer one that catches pairs and all else.
  (func (export "nested") (param $what i32) (result i32)
    (local $place i32)
    (try (result i32)
      (do
        (local.set $place (i32.const 1000))
        (i32.add (i32.const 10)
          (try (result i32)
            (do
              (local.set $place (i32.const 2000))
              (call $throw (local.get $what)))
            (catch $number
              (i32.add (local.get $place)))
            (catch $empty
              (local.set $place (i32.const 3000))
              (rethrow 0)))))
      (catch $pair
        (drop)
        (i32.add (i32.wrap_i64) (local.get $place)))
      (catch_all
        (local.get $place))))

  ;; delegated hands exceptions past the innermost handler.
  (func (export "delegated") (param $what i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do
            (try (result i32)
              (do (call $throw (local.get $what)))
              (delegate $outer)))
          (catch_all (i32.const -1))))
      (catch $number)
      (catch_all (i32.const 77))))

  ;; dive calls itself n times and throws the depth.
  (func $dive (param $n i32) (param $depth i32) (result i32)
    (local $a i64) (local $b i64)
    (if (i32.eqz (local.get $n)) (then (throw $number (local.get $depth))))
    (i32.add (call $dive (i32.sub (local.get $n) (i32.const 1)) (i32.add (local.get $depth) (i32.const 1))) (i32.const 1)))

  ;; deep catches what is thrown n calls below, again and again.
  (func (export "deep") (param $n i32) (param $times i32) (result i32)
    (local $sum i32)
    (loop $again
      (try
        (do (drop (call $dive (local.get $n) (i32.const 1))))
        (catch $number
          (local.set $sum (i32.add (local.get $sum)))))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
    (local.get $sum))

  ;; ladder has a try in each of n calls, of which each counts and throws on.
  (func $ladder (export "ladder") (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (throw $empty)))
    (try (result i32)
      (do (call $ladder (i32.sub (local.get $n) (i32.const 1))))
      (catch_all
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (rethrow 0))))

  ;; endless overflows the stack in a try, around which everything is caught.
  (func $endless (export "endless") (result i32)
    (try (result i32)
      (do (i32.add (call $endless) (i32.const 1)))
      (catch_all (i32.const 1))))

  ;; spin uses up all fuel in a try.
  (func (export "spin") (result i32)
    (try (result i32)
      (do (loop (br 0)) (i32.const 0))
      (catch_all (i32.const 1))))

  ;; hosted calls the host in a try, directly, by the table, and in place of a return.
  (func (export "hosted") (param $what i32) (result i32)
    (try (result i32)
      (do (call $host (local.get $what)))
      (catch $number (i32.add (i32.const 1)))
      (catch $pair (drop) (drop) (i32.const -2))))
  (func (export "indirect") (param $what i32) (param $at i32) (result i32)
    (try (result i32)
      (do (call_indirect (type $thrower) (local.get $what) (local.get $at)))
      (catch $number (i32.add (i32.const 1)))))
  (func $tail (type $thrower) (return_call $host (local.get 0)))
  (func $tailIndirect (type $thrower) (return_call_indirect (type $thrower) (local.get 0) (i32.const 1)))
  (func (export "tails") (param $what i32) (result i32)
    (local $sum i32)
    (try (do (drop (call $tail (local.get $what)))) (catch $number (local.set $sum (i32.add (local.get $sum)))))
    (try (do (drop (call $tailIndirect (local.get $what)))) (catch $number (local.set $sum (i32.add (local.get $sum)))))
    (local.get $sum))
  ;; A tail call leaves the try that it is in.
  (func $left (type $thrower)
    (try (result i32) (do (return_call $throw (local.get 0))) (catch_all (i32.const -1))))
  (func (export "left") (param $what i32) (result i32)
    (try (result i32) (do (call $left (local.get $what))) (catch $number (i32.add (i32.const 1)))))

  ;; objects has references in variables, on the way, and in the exception.
  (func $toss (param $x externref) (param $n i32) (result externref)
    (local $y externref)
    (local.set $y (call $keep (local.get $x)))
    (if (i32.eqz (local.get $n)) (then (throw $object (local.get $x) (i32.const 5) (local.get $y))))
    (drop (call $toss (local.get $y) (i32.sub (local.get $n) (i32.const 1))))
    (local.get $y))
  (func (export "objects") (param $x externref) (param $mine externref) (param $n i32) (result externref externref i32 externref)
    (local $live externref) (local $number i32) (local $first externref) (local $second externref)
    (local.set $live (call $keep (local.get $mine)))
    (try
      (do (drop (call $toss (local.get $x) (local.get $n))))
      (catch $object
        (local.set $second) (local.set $number) (local.set $first)))
    (drop (call $keep (local.get $x)))
    (local.get $first) (local.get $live) (local.get $number) (local.get $second)))
