;; Calls whatever is in its table.
(module $pong
  (type $ping (func (param i32) (result i32)))
  (table (export "table") 2 funcref)
  (func (export "back") (result i64)
    (i64.extend_i32_s (call_indirect (type $ping) (i32.const 1) (i32.const 0)))))
