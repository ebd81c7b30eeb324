;; The runtime of AssemblyScript as the host sees it: an object has 20 bytes in front, of which the last eight are its class and its size.
;; What is not pinned is collected at the next __new, which here overwrites it.
(module
  (memory (export "memory") 1 2)
  (global $top (mut i32) (i32.const 1024))
  (global $pins (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))   ;; the object that nobody has pinned yet

  (func (export "__new") (param $size i32) (param $class i32) (result i32)
    (local $at i32)
    (if (global.get $last)
      (then (memory.fill (global.get $last) (i32.const 0xee) (i32.load offset=0 (i32.sub (global.get $last) (i32.const 4))))))
    (local.set $at (i32.and (i32.add (global.get $top) (i32.const 35)) (i32.const -16)))
    (i32.store offset=0 (i32.sub (local.get $at) (i32.const 8)) (local.get $class))
    (i32.store offset=0 (i32.sub (local.get $at) (i32.const 4)) (local.get $size))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (global.set $last (local.get $at))
    (local.get $at))
  (func (export "__pin") (param $at i32) (result i32)
    (if (i32.eq (local.get $at) (global.get $last)) (then (global.set $last (i32.const 0))))
    (global.set $pins (i32.add (global.get $pins) (i32.const 1)))
    (local.get $at))
  (func (export "__unpin") (param $at i32)
    (if (i32.eqz (global.get $pins)) (then unreachable))
    (global.set $pins (i32.sub (global.get $pins) (i32.const 1))))
  (func (export "__collect"))

  (func (export "pinned") (result i32) (global.get $pins))
  (func (export "class") (param $at i32) (result i32) (i32.load (i32.sub (local.get $at) (i32.const 8))))
  (func (export "same") (param $text i32) (result i32) (local.get $text)))
