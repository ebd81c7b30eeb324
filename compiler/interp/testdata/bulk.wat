;; The bulk instructions. bulk.wasm is made from this by wat2wasm --enable-multi-memory --debug-names.
(module $bulk
  (import "env" "a" (memory $a 1))
  (import "env" "b" (memory $b 1))
  (import "env" "s" (table $s 64 funcref))
  (import "env" "t" (table $t 64 funcref))
  (data $data "abcdefghijklmnopqrstuvwxyz")
  (elem $elems func $f0 $f1 $f2 $f3 $f4 $f5 $f6 $f7 $f8 $f9)
  (func $f0) (func $f1) (func $f2) (func $f3) (func $f4) (func $f5) (func $f6) (func $f7) (func $f8) (func $f9)

  (func (export "memory.fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "memory.copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "memory.copy b") (param i32 i32 i32) (memory.copy $b $a (local.get 0) (local.get 1) (local.get 2)))
  (func (export "memory.init") (param i32 i32 i32) (memory.init $data (local.get 0) (local.get 1) (local.get 2)))
  (func (export "table.fill") (param i32 i32 i32) (table.fill $s (local.get 0) (ref.null func) (local.get 2)))
  (func (export "table.copy") (param i32 i32 i32) (table.copy $s $s (local.get 0) (local.get 1) (local.get 2)))
  (func (export "table.copy t") (param i32 i32 i32) (table.copy $t $s (local.get 0) (local.get 1) (local.get 2)))
  (func (export "table.init") (param i32 i32 i32) (table.init $s $elems (local.get 0) (local.get 1) (local.get 2))))
