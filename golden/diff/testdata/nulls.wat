;; Constant references: Go infers no type for nil alone.
(module
  (memory (export "memory") 1)
  (func (export "isnull") (result i32)
    ref.null func
    ref.is_null
    ref.null extern
    ref.is_null
    i32.add)
  (func (export "choice") (param $c i32) (result i32)
    ref.null func
    ref.null func
    local.get $c
    select (result funcref)
    ref.is_null)
  ;; The condition of a choice between equals may trap.
  (func (export "equal") (param $c i32) (result i32)
    i32.const 7
    i32.const 7
    local.get $c
    i32.load offset=65530
    select))
