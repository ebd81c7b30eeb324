;; Plug-ins that do not end of their own. endless.wasm is made from this by wat2wasm --enable-tail-call --debug-names.
(module $endless
  (type $nothing (func))
  (import "env" "hook" (func $hook))
  (memory (export "memory") 1 8193)
  (table $table (export "table") 1 funcref)
  (elem (i32.const 0) $nothing)
  (global $turns (mut i32) (i32.const 0))

  (func $nothing)

  ;; makes room for the bulk instructions: pages of memory, elements of the table
  (func (export "grow") (param i32 i32)
    (if (i32.eq (memory.grow (local.get 0)) (i32.const -1)) (then (unreachable)))
    (if (i32.eq (table.grow $table (ref.func $nothing) (local.get 1)) (i32.const -1)) (then (unreachable))))

  (func (export "branch") (loop $again (br $again)))

  (func (export "br_table") (local i32)
    (loop $again
      (block $other
        (br_table $again $other $again (i32.and (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 3))))
      (br $again)))

  (func (export "accesses") (local i32)
    (loop $again
      (i32.store (local.get 0) (i32.add (i32.load offset=4 (local.get 0)) (i32.const 1)))
      (local.set 0 (i32.and (i32.add (local.get 0) (i32.const 8)) (i32.const 0xfff8)))
      (br $again)))

  ;; one turn is long
  (func (export "nested") (local i32)
    (loop $again
      (local.set 0 (i32.const 1000000))
      (loop $inner (br_if $inner (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (br $again)))

  (func (export "call") (loop $again (call $nothing) (br $again)))
  (func (export "call_indirect") (loop $again (call_indirect (type $nothing) (i32.const 0)) (br $again)))
  (func (export "host") (loop $again (call $hook) (br $again)))

  ;; calls itself 2 to the power of 64 times, without a loop
  (func $tree (param i32)
    (if (local.get 0)
      (then
        (call $tree (i32.sub (local.get 0) (i32.const 1)))
        (call $tree (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "tree") (call $tree (i32.const 64)))

  (func $ping (export "return_call") (global.set $turns (i32.add (global.get $turns) (i32.const 1))) (return_call $pong))
  (func $pong (return_call $ping))

  (func (export "memory.fill")
    (loop $again (memory.fill (i32.const 0) (i32.const 1) (call $bytes)) (br $again)))
  (func (export "memory.copy")
    (loop $again (memory.copy (i32.const 0) (i32.const 1) (i32.sub (call $bytes) (i32.const 1))) (br $again)))
  (func (export "memory.copy up")
    (loop $again (memory.copy (i32.const 1) (i32.const 0) (i32.sub (call $bytes) (i32.const 1))) (br $again)))
  (func (export "table.fill")
    (loop $again (table.fill $table (i32.const 0) (ref.func $nothing) (table.size $table)) (br $again)))
  (func (export "table.copy")
    (loop $again (table.copy $table $table (i32.const 1) (i32.const 0) (i32.sub (table.size $table) (i32.const 1))) (br $again)))
  (func $bytes (result i32) (i32.shl (memory.size) (i32.const 16)))

  ;; as an allocator does: gives up where the memory is refused
  (func (export "hog")
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (unreachable))

  (func $recurse (export "recurse") (result i32) (i32.add (call $recurse) (i32.const 1)))

  ;; a plug-in like others: counts the primes below a number with a sieve in memory
  (func (export "primes") (param $n i32) (result i32)
    (local $count i32) (local $p i32) (local $k i32)
    (memory.fill (i32.const 0) (i32.const 0) (local.get $n))
    (local.set $p (i32.const 2))
    (block $end
      (loop $next
        (br_if $end (i32.ge_u (local.get $p) (local.get $n)))
        (if (i32.eqz (i32.load8_u (local.get $p)))
          (then
            (local.set $count (i32.add (local.get $count) (i32.const 1)))
            (local.set $k (local.get $p))
            (block $done
              (loop $mark
                (br_if $done (i32.ge_u (local.tee $k (i32.add (local.get $k) (local.get $p))) (local.get $n)))
                (i32.store8 (local.get $k) (i32.const 1))
                (br $mark)))))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (br $next)))
    (local.get $count)))
