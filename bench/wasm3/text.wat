;; Texts in arrays: a builder of bytes that grows, decoding to 16-bit units, searching, comparing, filling and copying.
(module
  (type $bytes (array (mut i8)))
  (type $units (array (mut i16)))
  (type $builder (struct (field $buf (mut (ref $bytes))) (field $len (mut i32))))
  (data $words "the quick brown f\c3\b6x jumps over the lazy d\e2\82\acg ")

  (func $append (param $b (ref $builder)) (param $s (ref $bytes))
    (local $len i32) (local $need i32) (local $new (ref $bytes))
    (local.set $len (struct.get $builder $len (local.get $b)))
    (local.set $need (i32.add (local.get $len) (array.len (local.get $s))))
    (if (i32.gt_u (local.get $need) (array.len (struct.get $builder $buf (local.get $b))))
      (then
        (local.set $new (array.new_default $bytes (i32.shl (local.get $need) (i32.const 1))))
        (array.copy $bytes $bytes (local.get $new) (i32.const 0) (struct.get $builder $buf (local.get $b)) (i32.const 0) (local.get $len))
        (struct.set $builder $buf (local.get $b) (local.get $new))))
    (array.copy $bytes $bytes (struct.get $builder $buf (local.get $b)) (local.get $len) (local.get $s) (i32.const 0) (array.len (local.get $s)))
    (struct.set $builder $len (local.get $b) (local.get $need)))

  (func $digits (param $n i32) (result (ref $bytes))
    (local $t (ref $bytes)) (local $at i32) (local $out (ref $bytes))
    (local.set $t (array.new_default $bytes (i32.const 10)))
    (local.set $at (i32.const 10))
    (loop $more
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (array.set $bytes (local.get $t) (local.get $at) (i32.add (i32.const 0x30) (i32.rem_u (local.get $n) (i32.const 10))))
      (br_if $more (local.tee $n (i32.div_u (local.get $n) (i32.const 10)))))
    (local.set $out (array.new_default $bytes (i32.sub (i32.const 10) (local.get $at))))
    (array.copy $bytes $bytes (local.get $out) (i32.const 0) (local.get $t) (local.get $at) (array.len (local.get $out)))
    (local.get $out))

  ;; decode makes 16-bit units of UTF-8 (up to three bytes a character).
  (func $decode (param $s (ref $bytes)) (param $len i32) (result (ref $units))
    (local $out (ref $units)) (local $i i32) (local $n i32) (local $c i32) (local $cut (ref $units))
    (local.set $out (array.new_default $units (local.get $len)))
    (block $end
      (loop $more
        (br_if $end (i32.ge_u (local.get $i) (local.get $len)))
        (local.set $c (array.get_u $bytes (local.get $s) (local.get $i)))
        (if (i32.lt_u (local.get $c) (i32.const 0x80))
          (then (local.set $i (i32.add (local.get $i) (i32.const 1))))
          (else (if (i32.lt_u (local.get $c) (i32.const 0xe0))
            (then
              (local.set $c (i32.or (i32.shl (i32.and (local.get $c) (i32.const 0x1f)) (i32.const 6))
                (i32.and (array.get_s $bytes (local.get $s) (i32.add (local.get $i) (i32.const 1))) (i32.const 0x3f))))
              (local.set $i (i32.add (local.get $i) (i32.const 2))))
            (else
              (local.set $c (i32.or (i32.or (i32.shl (i32.and (local.get $c) (i32.const 0x0f)) (i32.const 12))
                (i32.shl (i32.and (array.get_u $bytes (local.get $s) (i32.add (local.get $i) (i32.const 1))) (i32.const 0x3f)) (i32.const 6)))
                (i32.and (array.get_u $bytes (local.get $s) (i32.add (local.get $i) (i32.const 2))) (i32.const 0x3f))))
              (local.set $i (i32.add (local.get $i) (i32.const 3)))))))
        (array.set $units (local.get $out) (local.get $n) (local.get $c))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br $more)))
    (local.set $cut (array.new_default $units (local.get $n)))
    (array.copy $units $units (local.get $cut) (i32.const 0) (local.get $out) (i32.const 0) (local.get $n))
    (local.get $cut))

  ;; count says how often what stands from..from+n in text occurs in it.
  (func $count (param $text (ref $units)) (param $from i32) (param $n i32) (result i32)
    (local $i i32) (local $j i32) (local $found i32)
    (block $end
      (loop $places
        (br_if $end (i32.gt_u (i32.add (local.get $i) (local.get $n)) (array.len (local.get $text))))
        (local.set $j (i32.const 0))
        (block $differs
          (loop $compare
            (br_if $differs (i32.ne
              (array.get_u $units (local.get $text) (i32.add (local.get $i) (local.get $j)))
              (array.get_u $units (local.get $text) (i32.add (local.get $from) (local.get $j)))))
            (br_if $compare (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (local.get $n))))
          (local.set $found (i32.add (local.get $found) (i32.const 1))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $places)))
    (local.get $found))

  ;; run builds a text of n words and numbers, decodes it, searches it, and returns a checksum.
  (func (export "run") (param $n i32) (result i32)
    (local $b (ref $builder)) (local $words (ref $bytes)) (local $i i32) (local $u (ref $units)) (local $sum i32)
    (local.set $words (array.new_data $bytes $words (i32.const 0) (i32.const 47)))
    (local.set $b (struct.new $builder (array.new_default $bytes (i32.const 16)) (i32.const 0)))
    (loop $more
      (call $append (local.get $b) (local.get $words))
      (call $append (local.get $b) (call $digits (i32.mul (local.get $i) (i32.const 7919))))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.set $u (call $decode (struct.get $builder $buf (local.get $b)) (struct.get $builder $len (local.get $b))))
    (local.set $sum (i32.add (call $count (local.get $u) (i32.const 4) (i32.const 5)) (i32.mul (i32.const 31) (call $count (local.get $u) (i32.const 44) (i32.const 4)))))
    (array.fill $bytes (struct.get $builder $buf (local.get $b)) (i32.const 0) (i32.const 0x2e) (i32.const 10))
    (local.set $i (i32.const 0))
    (loop $hash
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (array.get_u $units (local.get $u) (local.get $i))))
      (br_if $hash (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (local.get $u)))))
    (i32.add (local.get $sum) (array.get_s $bytes (struct.get $builder $buf (local.get $b)) (i32.const 3)))))
