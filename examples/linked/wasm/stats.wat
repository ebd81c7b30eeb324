;; Figures about the samples of module ring, read where that has them.
(module $stats
  (import "ring" "memory" (memory 1))
  (import "ring" "len" (func $len (result i32)))

  ;; mean returns the mean of the samples, NaN where there are none.
  (func $mean (export "mean") (result f64)
    (local $at i32) (local $end i32) (local $sum f64)
    (local.set $end (i32.shl (call $len) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $sum (f64.add (local.get $sum) (f64.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $next)))
    (f64.div (local.get $sum) (f64.convert_i32_u (call $len))))

  ;; peak returns the largest sample, -Inf where there are none.
  (func (export "peak") (result f64)
    (local $at i32) (local $end i32) (local $most f64)
    (local.set $most (f64.const -inf))
    (local.set $end (i32.shl (call $len) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $most (f64.max (local.get $most) (f64.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $next)))
    (local.get $most)))
