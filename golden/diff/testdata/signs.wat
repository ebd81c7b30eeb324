;; A difference whose second operand begins with a sign, without room for blanks.
(module
  (func (export "f") (param $x f64) (param $y f64) (result f64)
    local.get $x
    f64.const -3
    local.get $y
    f64.mul
    f64.sub
    local.get $y
    f64.min)
  (func (export "g") (param $x i64) (param $y i64) (result i64)
    local.get $x
    i64.const -3
    local.get $y
    i64.mul
    i64.sub
    local.get $y
    i64.rotl))
