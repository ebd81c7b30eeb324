// Command byhand has kernels of ../wasm3 as one would write them in Go. It answers lines "KERNEL N" with "RESULT NANOSECONDS", the time of one call.
package main

import (
	"fmt"
	"os"
	"time"
)

var kernels = map[string]func(int32) int32{
	"trees":   trees,
	"list":    list,
	"hashmap": hashMap,
	"text":    text,
	"throw":   throw,
}

func main() {
	for {
		var name string
		var n int32
		if _, err := fmt.Scanln(&name, &n); err != nil {
			return
		}
		run := kernels[name]
		if run == nil {
			fmt.Fprintf(os.Stderr, "no kernel %q\n", name)
			os.Exit(1)
		}
		start := time.Now()
		result := run(n)
		fmt.Println(result, time.Since(start).Nanoseconds())
	}
}
