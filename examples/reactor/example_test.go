package reactor_test

import (
	"fmt"
	"log"

	"example.com/reactor"
)

func Example() {
	x, err := reactor.New()
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()
	fmt.Println(x.Words("The fox and the other fox."))
	// Output: [and fox other the] <nil>
}
