;; Text functions that know strings as languages with a garbage collector do in a browser: as references of the host, with the
;; functions of the JS string builtins proposal (module "wasm:js-string"), and literals as imported globals.
(module
  (type $units (array (mut i16)))

  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "wasm:js-string" "charCodeAt" (func $charCodeAt (param externref i32) (result i32)))
  (import "wasm:js-string" "substring" (func $substring (param externref i32 i32) (result (ref extern))))
  (import "wasm:js-string" "equals" (func $equals (param externref externref) (result i32)))
  (import "wasm:js-string" "fromCharCodeArray" (func $fromUnits (param (ref null $units) i32 i32) (result (ref extern))))
  (import "wasm:js-string" "intoCharCodeArray" (func $intoUnits (param externref (ref null $units) i32) (result i32)))
  (import "literals" "Hello, " (global $hello (ref extern)))

  ;; greet returns "Hello, name".
  (func (export "greet") (param $name externref) (result externref)
    (call $concat (global.get $hello) (local.get $name)))

  ;; reverse returns the text backwards, by UTF-16 code units.
  (func (export "reverse") (param $text externref) (result externref)
    (local $units (ref $units)) (local $i i32) (local $j i32) (local $u i32)
    (local.set $units (array.new_default $units (call $length (local.get $text))))
    (local.set $j (call $intoUnits (local.get $text) (local.get $units) (i32.const 0)))
    (block $done
      (loop $next
        (local.set $j (i32.sub (local.get $j) (i32.const 1)))
        (br_if $done (i32.ge_s (local.get $i) (local.get $j)))
        (local.set $u (array.get_u $units (local.get $units) (local.get $i)))
        (array.set $units (local.get $units) (local.get $i) (array.get_u $units (local.get $units) (local.get $j)))
        (array.set $units (local.get $units) (local.get $j) (local.get $u))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (call $fromUnits (local.get $units) (i32.const 0) (array.len (local.get $units))))

  ;; words returns a list of the words of a text, as structs: the host looks into them.
  (type $list (struct (field $word externref) (field $next (ref null $list))))
  (func (export "words") (param $text externref) (result (ref null $list))
    (local $list (ref null $list)) (local $end i32) (local $i i32)
    (local.set $end (call $length (local.get $text)))
    (local.set $i (local.get $end))
    (loop $next
      (if (i32.eqz (local.get $i))
        (then (return (call $push (local.get $text) (i32.const 0) (local.get $end) (local.get $list)))))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (if (i32.eq (call $charCodeAt (local.get $text) (local.get $i)) (i32.const 32))
        (then
          (local.set $list
            (call $push (local.get $text) (i32.add (local.get $i) (i32.const 1)) (local.get $end) (local.get $list)))
          (local.set $end (local.get $i))))
      (br $next))
    (unreachable))

  ;; push puts a word before a list, unless it is empty.
  (func $push (param $text externref) (param $start i32) (param $end i32) (param $list (ref null $list)) (result (ref null $list))
    (if (i32.eq (local.get $start) (local.get $end)) (then (return (local.get $list))))
    (struct.new $list (call $substring (local.get $text) (local.get $start) (local.get $end)) (local.get $list)))

  ;; palindrome tells whether a text is the same backwards.
  (func (export "palindrome") (param $text externref) (param $backwards externref) (result i32)
    (call $equals (local.get $text) (local.get $backwards)))
)
