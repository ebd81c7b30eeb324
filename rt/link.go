package rt

import "fmt"

// LinkError says that an import has no value, or one of the wrong type.
type LinkError struct {
	Module, Name string
	Want         string // the type wanted: "func (i32) i32", "memory 1 2"
	Got          string // the type found; "" where there is no such value
}

// Error begins with the message of the specification's test suite: "unknown import" or "incompatible import type".
func (e *LinkError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("unknown import: %q.%q, wanted %s", e.Module, e.Name, e.Want)
	}
	return fmt.Sprintf("incompatible import type: %q.%q is %s, wanted %s", e.Module, e.Name, e.Got, e.Want)
}
