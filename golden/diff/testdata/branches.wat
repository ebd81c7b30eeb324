;; Branches to one block with several results, of which some are not used behind it.
(module
  (func (export "f") (param $x i32) (param $y f64) (result f64)
    (local $a f32) (local $b f64)
    block (result i32 f32 f64)
      local.get $x
      f32.const 2
      local.get $y
      local.get $x
      i32.eqz
      br_if 0
      drop drop drop
      local.get $x
      i32.const 7
      i32.div_u
      f32.const 3
      f64.const 4
      local.get $x
      i32.const 3
      i32.eq
      br_if 0
      drop drop drop
      i32.const 1
      local.get $x
      f32.convert_i32_s
      local.get $y
      f64.neg
    end
    local.set $b
    local.set $a
    drop
    local.get $b))
