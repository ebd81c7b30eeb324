;; A memory of its own that may have 3 pages, and one function that asks for more on behalf of another.
(module $full
  (memory (export "memory") 1 3)
  (func $more (param i32) (result i32)
    i32.const 0
    local.get 0
    memory.grow
    i32.add)
  (func $grow (export "grow") (param i32) (result i32)
    local.get 0
    call $more))
