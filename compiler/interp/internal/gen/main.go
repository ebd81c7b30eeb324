// Command gen makes the interpreter's instructions and its run loops from the table of Wasm instructions (package op) and
// the template run.go.tmpl. It runs in the interpreter's directory.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	tmpl, err := os.ReadFile("internal/gen/run.go.tmpl")
	if err != nil {
		log.Fatal(err)
	}
	files, err := Generate(string(tmpl))
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
