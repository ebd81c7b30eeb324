;; Linked lists: built, reversed in place, mapped, filtered, merge-sorted, summed.
(module
  (type $cell (struct (field $value i32) (field $next (mut (ref null $cell)))))

  (func $build (param $n i32) (param $seed i32) (result (ref null $cell))
    (local $head (ref null $cell))
    (loop $more
      (local.set $seed (i32.add (i32.mul (local.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
      (local.set $head (struct.new $cell (i32.shr_u (local.get $seed) (i32.const 8)) (local.get $head)))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $head))

  (func $reverse (param $l (ref null $cell)) (result (ref null $cell))
    (local $done (ref null $cell)) (local $next (ref null $cell))
    (block $end
      (loop $more
        (br_if $end (ref.is_null (local.get $l)))
        (local.set $next (struct.get $cell $next (local.get $l)))
        (struct.set $cell $next (local.get $l) (local.get $done))
        (local.set $done (local.get $l))
        (local.set $l (local.get $next))
        (br $more)))
    (local.get $done))

  ;; triples makes a new list of 3v+1 for each odd v, backwards.
  (func $triples (param $l (ref null $cell)) (result (ref null $cell))
    (local $out (ref null $cell)) (local $c (ref $cell)) (local $v i32)
    (loop $more
      (block $end
        (local.set $c (br_on_null $end (local.get $l)))
        (local.set $v (struct.get $cell $value (local.get $c)))
        (if (i32.and (local.get $v) (i32.const 1))
          (then (local.set $out (struct.new $cell (i32.add (i32.mul (local.get $v) (i32.const 3)) (i32.const 1)) (local.get $out)))))
        (local.set $l (struct.get $cell $next (local.get $c)))
        (br $more)))
    (local.get $out))

  (func $sum (param $l (ref null $cell)) (result i32)
    (local $s i32)
    (block $end
      (loop $more
        (br_if $end (ref.is_null (local.get $l)))
        (local.set $s (i32.add (i32.mul (local.get $s) (i32.const 31)) (struct.get $cell $value (local.get $l))))
        (local.set $l (struct.get $cell $next (local.get $l)))
        (br $more)))
    (local.get $s))

  (func $merge (param $a (ref null $cell)) (param $b (ref null $cell)) (result (ref null $cell))
    (local $head (ref $cell)) (local $last (ref $cell))
    (local.set $head (struct.new $cell (i32.const 0) (ref.null $cell)))
    (local.set $last (local.get $head))
    (block $end
      (loop $more
        (br_if $end (i32.or (ref.is_null (local.get $a)) (ref.is_null (local.get $b))))
        (if (i32.le_u (struct.get $cell $value (local.get $a)) (struct.get $cell $value (local.get $b)))
          (then
            (struct.set $cell $next (local.get $last) (local.get $a))
            (local.set $last (ref.as_non_null (local.get $a)))
            (local.set $a (struct.get $cell $next (local.get $a))))
          (else
            (struct.set $cell $next (local.get $last) (local.get $b))
            (local.set $last (ref.as_non_null (local.get $b)))
            (local.set $b (struct.get $cell $next (local.get $b)))))
        (br $more)))
    (struct.set $cell $next (local.get $last)
      (select (result (ref null $cell)) (local.get $b) (local.get $a) (ref.is_null (local.get $a))))
    (struct.get $cell $next (local.get $head)))

  (func $sort (param $l (ref null $cell)) (param $n i32) (result (ref null $cell))
    (local $half i32) (local $i i32) (local $cut (ref null $cell)) (local $rest (ref null $cell))
    (if (i32.lt_u (local.get $n) (i32.const 2)) (then (return (local.get $l))))
    (local.set $half (i32.shr_u (local.get $n) (i32.const 1)))
    (local.set $cut (local.get $l))
    (local.set $i (i32.sub (local.get $half) (i32.const 1)))
    (block $end
      (loop $more
        (br_if $end (i32.eqz (local.get $i)))
        (local.set $cut (struct.get $cell $next (local.get $cut)))
        (local.set $i (i32.sub (local.get $i) (i32.const 1)))
        (br $more)))
    (local.set $rest (struct.get $cell $next (local.get $cut)))
    (struct.set $cell $next (local.get $cut) (ref.null $cell))
    (call $merge
      (call $sort (local.get $l) (local.get $half))
      (call $sort (local.get $rest) (i32.sub (local.get $n) (local.get $half)))))

  ;; run does all that with lists of 10,000 cells, times over.
  (func (export "run") (param $times i32) (result i32)
    (local $l (ref null $cell)) (local $s i32) (local $n i32)
    (local.set $n (i32.const 10000))
    (loop $more
      (local.set $l (call $build (local.get $n) (local.get $times)))
      (local.set $s (i32.add (local.get $s) (call $sum (call $triples (local.get $l)))))
      (local.set $l (call $reverse (local.get $l)))
      (local.set $s (i32.xor (local.get $s) (call $sum (local.get $l))))
      (local.set $s (i32.add (local.get $s) (call $sum (call $sort (local.get $l) (local.get $n)))))
      (br_if $more (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
    (local.get $s)))
