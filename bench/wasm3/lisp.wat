;; A small evaluator: expressions are trees of objects that know their own code (call_ref), values are i31 or boxed, functions closures over a chain
;; of environments; variables are found by depth. It runs fib and a loop that sums squares by tail calls.
(module
  (rec
    (type $eval (func (param (ref $expr) (ref null $env)) (result (ref null eq))))
    (type $expr (sub (struct (field $code (ref $eval)))))
    (type $env (struct (field $value (mut (ref null eq))) (field $outer (ref null $env)))))
  (type $const (sub final $expr (struct (field $code (ref $eval)) (field $v (ref null eq)))))
  (type $var (sub final $expr (struct (field $code (ref $eval)) (field $depth i32))))
  (type $binary (sub $expr (struct (field $code (ref $eval)) (field $a (ref $expr)) (field $b (ref $expr)))))
  (type $if (sub final $binary (struct (field $code (ref $eval)) (field $a (ref $expr)) (field $b (ref $expr)) (field $c (ref $expr)))))
  (type $lambda (sub final $expr (struct (field $code (ref $eval)) (field $body (ref $expr)))))
  (type $closure (struct (field $body (ref $expr)) (field $env (ref null $env))))
  (type $long (struct (field $n i64)))
  (elem declare func $constant $variable $add $subtract $multiply $less $choose $make $apply $define)
  (global $calls (mut i32) (i32.const 0))

  (func $unbox (param $v (ref null eq)) (result i64)
    (if (result i64) (ref.test (ref i31) (local.get $v))
      (then (i64.extend_i32_s (i31.get_s (ref.cast (ref i31) (local.get $v)))))
      (else (struct.get $long $n (ref.cast (ref $long) (local.get $v))))))
  (func $box (param $n i64) (result (ref eq))
    (if (result (ref eq)) (i64.lt_u (i64.add (local.get $n) (i64.const 0x40000000)) (i64.const 0x80000000))
      (then (ref.i31 (i32.wrap_i64 (local.get $n))))
      (else (struct.new $long (local.get $n)))))

  (func $run (param $e (ref $expr)) (param $env (ref null $env)) (result (ref null eq))
    (return_call_ref $eval (local.get $e) (local.get $env) (struct.get $expr $code (local.get $e))))

  (func $constant (type $eval) (struct.get $const $v (ref.cast (ref $const) (local.get 0))))
  (func $variable (type $eval) (local $n i32)
    (local.set $n (struct.get $var $depth (ref.cast (ref $var) (local.get 0))))
    (block $found
      (loop $out
        (br_if $found (i32.eqz (local.get $n)))
        (local.set 1 (struct.get $env $outer (local.get 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $out)))
    (struct.get $env $value (local.get 1)))
  (func $left (param $e (ref $expr)) (param $env (ref null $env)) (result i64)
    (call $unbox (call $run (struct.get $binary $a (ref.cast (ref $binary) (local.get $e))) (local.get $env))))
  (func $right (param $e (ref $expr)) (param $env (ref null $env)) (result i64)
    (call $unbox (call $run (struct.get $binary $b (ref.cast (ref $binary) (local.get $e))) (local.get $env))))
  (func $add (type $eval) (call $box (i64.add (call $left (local.get 0) (local.get 1)) (call $right (local.get 0) (local.get 1)))))
  (func $subtract (type $eval) (call $box (i64.sub (call $left (local.get 0) (local.get 1)) (call $right (local.get 0) (local.get 1)))))
  (func $multiply (type $eval) (call $box (i64.mul (call $left (local.get 0) (local.get 1)) (call $right (local.get 0) (local.get 1)))))
  (func $less (type $eval)
    (if (result (ref null eq)) (i64.lt_s (call $left (local.get 0) (local.get 1)) (call $right (local.get 0) (local.get 1)))
      (then (ref.i31 (i32.const 1)))
      (else (ref.null eq))))
  (func $choose (type $eval) (local $i (ref $if))
    (local.set $i (ref.cast (ref $if) (local.get 0)))
    (return_call $run
      (select (result (ref $expr)) (struct.get $if $c (local.get $i)) (struct.get $if $b (local.get $i))
        (ref.is_null (call $run (struct.get $if $a (local.get $i)) (local.get 1))))
      (local.get 1)))
  (func $make (type $eval)
    (struct.new $closure (struct.get $lambda $body (ref.cast (ref $lambda) (local.get 0))) (local.get 1)))
  (func $apply (type $eval) (local $e (ref $binary)) (local $f (ref $closure))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (local.set $e (ref.cast (ref $binary) (local.get 0)))
    (local.set $f (ref.cast (ref $closure) (call $run (struct.get $binary $a (local.get $e)) (local.get 1))))
    (return_call $run (struct.get $closure $body (local.get $f))
      (struct.new $env (call $run (struct.get $binary $b (local.get $e)) (local.get 1)) (struct.get $closure $env (local.get $f)))))
  ;; (letrec a b): b where the variable 0 is a, which sees itself.
  (func $define (type $eval) (local $e (ref $binary)) (local $env (ref $env))
    (local.set $e (ref.cast (ref $binary) (local.get 0)))
    (local.set $env (struct.new $env (ref.null eq) (local.get 1)))
    (struct.set $env $value (local.get $env) (call $run (struct.get $binary $a (local.get $e)) (local.get $env)))
    (return_call $run (struct.get $binary $b (local.get $e)) (local.get $env)))

  (func $k (param $n i32) (result (ref $expr)) (struct.new $const (ref.func $constant) (ref.i31 (local.get $n))))
  (func $v (param $depth i32) (result (ref $expr)) (struct.new $var (ref.func $variable) (local.get $depth)))
  (func $op (param $f (ref $eval)) (param $a (ref $expr)) (param $b (ref $expr)) (result (ref $expr))
    (struct.new $binary (local.get $f) (local.get $a) (local.get $b)))
  (func $when (param $a (ref $expr)) (param $b (ref $expr)) (param $c (ref $expr)) (result (ref $expr))
    (struct.new $if (ref.func $choose) (local.get $a) (local.get $b) (local.get $c)))
  (func $fn (param $body (ref $expr)) (result (ref $expr)) (struct.new $lambda (ref.func $make) (local.get $body)))

  ;; fib is (letrec fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib n)); the result is fib(n) * 2^32 + calls.
  (func $fib (param $n i32) (result i64)
    (local $e (ref $expr))
    (global.set $calls (i32.const 0))
    (local.set $e
      (call $op (ref.func $define)
        (call $fn
          (call $when (call $op (ref.func $less) (call $v (i32.const 0)) (call $k (i32.const 2)))
            (call $v (i32.const 0))
            (call $op (ref.func $add)
              (call $op (ref.func $apply) (call $v (i32.const 1)) (call $op (ref.func $subtract) (call $v (i32.const 0)) (call $k (i32.const 1))))
              (call $op (ref.func $apply) (call $v (i32.const 1)) (call $op (ref.func $subtract) (call $v (i32.const 0)) (call $k (i32.const 2)))))))
        (call $op (ref.func $apply) (call $v (i32.const 0)) (call $k (local.get $n)))))
    (i64.add (i64.shl (call $unbox (call $run (local.get $e) (ref.null $env))) (i64.const 32)) (i64.extend_i32_u (global.get $calls))))

  ;; squares is (letrec sum (lambda (i) (lambda (s) (if (< i 1) s ((sum (- i 1)) (+ s (* i i)))))) ((sum n) 0)): n calls deep without a stack.
  (func $squares (param $n i32) (result i64)
    (call $unbox (call $run
      (call $op (ref.func $define)
        (call $fn (call $fn
          (call $when (call $op (ref.func $less) (call $v (i32.const 1)) (call $k (i32.const 1)))
            (call $v (i32.const 0))
            (call $op (ref.func $apply)
              (call $op (ref.func $apply) (call $v (i32.const 2)) (call $op (ref.func $subtract) (call $v (i32.const 1)) (call $k (i32.const 1))))
              (call $op (ref.func $add) (call $v (i32.const 0)) (call $op (ref.func $multiply) (call $v (i32.const 1)) (call $v (i32.const 1))))))))
        (call $op (ref.func $apply) (call $op (ref.func $apply) (call $v (i32.const 0)) (call $k (local.get $n))) (call $k (i32.const 0))))
      (ref.null $env))))

  (func (export "run") (param $n i32) (result i32) (local $f i64)
    (local.set $f (call $fib (local.get $n)))
    (i32.add
      (i32.xor (i32.wrap_i64 (local.get $f)) (i32.wrap_i64 (i64.shr_u (local.get $f) (i64.const 32))))
      (i32.wrap_i64 (call $squares (i32.mul (local.get $n) (i32.const 1000)))))))
