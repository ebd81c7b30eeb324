(module ;; a list that grows without end
  (rec (type $list (struct (field (ref null $list)))))
  (memory (export "memory") 1)
  (func $hoard (export "_start") (local $all (ref null $list))
    (loop $on
      (local.set $all (struct.new $list (local.get $all)))
      (br $on))))
