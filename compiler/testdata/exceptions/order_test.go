package use

import (
	_ "embed"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/wasm2go/wasm2go/rt"

	"example.com/use/order"
)

//go:embed order.wasm
var orderFile []byte

// Of two traps the first in the order of evaluation counts: the name of a function says which.
func TestOrderOfTraps(t *testing.T) {
	for _, e := range []engine{{"translated", translated(order.Link)}, {"interpreted", interpreted(orderFile)}} {
		t.Run(e.name, func(t *testing.T) {
			m, err := e.make(nil)
			if err != nil {
				t.Fatal(err)
			}
			names := new(order.Instance).Exports()
			if len(names) != 304 {
				t.Error(len(names), "functions")
			}
			for _, name := range names {
				f, _ := m.Export(name)
				_, err := f.(*rt.Func).Call(int32(0), int32(-1), int32(9), int32(-8), math.NaN())
				want, _, _ := strings.Cut(name, ":")
				var trap *rt.Trap
				if !errors.As(err, &trap) || trap.Kind.String() != want {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}
