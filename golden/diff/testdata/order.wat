;; Operands trap from left to right (spec 4.4): here all do, in different ways.
(module
  (memory (export "memory") 1)
  (global $zero (mut i32) (i32.const 0))
  (global $nan (mut f64) (f64.const nan))
  (func (export "store") (param $x i32)
    local.get $x
    global.get $zero
    i32.rem_u
    local.get $x
    i32.load16_s offset=65535
    i32.store8)
  (func (export "store2") (param $x i32)
    local.get $x
    i32.load16_s offset=65535
    memory.size
    local.get $x
    global.get $zero
    i32.rem_s
    i32.and
    i32.store16 offset=4)
  (func (export "add") (param $x i32) (result i32)
    local.get $x
    i32.load offset=65535
    local.get $x
    global.get $zero
    i32.div_u
    i32.add)
  (func (export "add2") (param $x i32) (result i32)
    local.get $x
    global.get $zero
    i32.div_u
    local.get $x
    i32.load offset=65535
    i32.add)
  (func (export "sub") (param $x i32) (result i32)
    local.get $x
    global.get $zero
    i32.div_u
    local.get $x
    i32.load offset=65535
    i32.sub)
  (func (export "sub2") (param $x i32) (result i32)
    local.get $x
    i32.load offset=65535
    local.get $x
    global.get $zero
    i32.div_u
    i32.const 3
    i32.shl
    i32.sub)
  (func (export "mul") (param $x i32) (result i32)
    global.get $nan
    i32.trunc_f64_s
    local.get $x
    global.get $zero
    i32.rem_u
    i32.const 5
    i32.add
    i32.mul)
  (func (export "compare") (param $x i32) (result i64)
    i64.const 126
    global.get $zero
    i64.extend_i32_u
    i64.rem_u
    global.get $nan
    i64.trunc_f64_s
    i64.lt_s
    if (result i64)
      i64.const 2
    else
      i64.const 1
    end)
  (func (export "compare2") (param $x i32) (result i64)
    local.get $x
    i32.load8_u offset=65536
    local.get $x
    global.get $zero
    i32.rem_u
    i32.eq
    if (result i64)
      i64.const 2
    else
      i64.const 1
    end)
  (func (export "choice") (param $x i32) (result i32)
    local.get $x
    i32.load offset=65535
    local.get $x
    global.get $zero
    i32.div_s
    global.get $nan
    i32.trunc_f64_u
    select))
