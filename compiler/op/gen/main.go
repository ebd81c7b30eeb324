// Command gen makes zop.go from ops.txt. It runs in the directory of both.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	rows, err := os.ReadFile("ops.txt")
	if err != nil {
		log.Fatal(err)
	}
	text, err := Generate(string(rows))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("zop.go", text, 0o644); err != nil {
		log.Fatal(err)
	}
}
