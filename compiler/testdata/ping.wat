;; Calls pong, which calls back through the table: neither module has a cycle of its own.
(module $ping
  (import "pong" "table" (table 2 funcref))
  (import "pong" "back" (func $back (result i64)))
  (elem (i32.const 0) $ping)
  (func $ping (export "ping") (param i32) (result i32)
    (i32.add (local.get 0) (i32.wrap_i64 (call $back)))))
