;; Vectors as parameters of blocks.
(module
  (func (export "sum") (param $v v128) (param $n i32) (result v128 i32)
    (local $zero v128)
    local.get $zero
    local.get $n
    loop $again (param v128 i32) (result v128 i32)
      local.set $n
      local.get $v
      i32x4.add
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      local.get $n
      br_if $again
    end)
  (func (export "either") (param $v v128) (param $c i32) (result v128)
    local.get $v
    v128.const i32x4 1 2 3 4
    local.get $c
    if (param v128 v128) (result v128)
      i32x4.add
    else
      i32x4.sub
    end)
  (func (export "pass") (param $v v128) (param $c i32) (result v128 v128)
    local.get $v
    v128.const i32x4 1 2 3 4
    local.get $c
    if (param v128 v128) (result v128 v128)
      i32x4.add
      local.get $v
    end))
