// Command gen makes what backends have in common but cannot share: methods of each one's own Memory, which the Go compiler is to inline
// or to call directly. It runs in the directory of package mem.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	files, err := Generate(os.DirFS("internal/gen"))
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
