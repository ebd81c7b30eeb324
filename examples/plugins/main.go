// Command plugins is a service whose rules are plug-ins: WebAssembly modules of a directory, loaded when it starts.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	address := flag.String("http", "localhost:8080", "`address` to listen at")
	rules := flag.String("rules", "rules", "the `directory` of the rules")
	flag.Parse()

	service, err := LoadService(context.Background(), os.DirFS(*rules), time.Second)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*address, service.Handler()))
}
