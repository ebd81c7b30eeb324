package translated

import (
	"fmt"
	"slices"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
)

// Fueled is how modules are run that count fuel: as Random does, but mostly with little fuel, and with a line for what is left of it.
func Fueled(e trial.Engine, write func(string)) { runFueled(e, write, 1<<22) }

// Scanty is Fueled for modules that may recurse without end: how deep they come before the stack is exhausted is not the same everywhere.
func Scanty(e trial.Engine, write func(string)) { runFueled(e, write, 1<<14) }

// runFueled runs a module with so many units at the most.
func runFueled(e trial.Engine, write func(string), most int64) {
	f := &fueled{Engine: e, write: write, most: most}
	if group, ok := e.(trial.Group); ok {
		for _, member := range group {
			f.meters = append(f.meters, meterOf(member))
		}
	} else {
		f.meters = []meter{meterOf(e)}
	}
	trial.Run(f, 6, write)
}

// A meter is an instance that counts fuel.
type meter interface {
	SetFuel(units int64)
	Fuel() int64
}

func meterOf(e trial.Engine) meter { return e.(engine).Instance.(meter) }

// A fueled engine has its fuel set before each call.
type fueled struct {
	trial.Engine
	meters []meter
	write  func(string)
	most   int64
	calls  int
}

// Call runs out of fuel in most cases: at each unit of the first ones, and further on.
func (f *fueled) Call(name string, args []uint64) (results []uint64, trap string) {
	units := f.most
	switch f.calls++; f.calls % 4 {
	case 0:
		units = int64(f.calls) % 61
	case 1:
		units = int64(f.calls) * 37 % 1009
	case 2:
		units = int64(f.calls) * 1009 % 20011
	}
	for _, m := range f.meters {
		m.SetFuel(units)
	}
	results, trap = f.Engine.Call(name, args)
	for i, m := range f.meters {
		f.write(fmt.Sprintf("%d units of fuel for instance %d, %d left", units, i, m.Fuel()))
	}
	return results, trap
}

// Funcs are those that take and return numbers.
func (f *fueled) Funcs() []trial.Func {
	return slices.DeleteFunc(slices.Clone(f.Engine.Funcs()), func(fn trial.Func) bool {
		return slices.ContainsFunc(slices.Concat(fn.Params, fn.Results), func(t string) bool {
			return !slices.Contains([]string{"i32", "i64", "f32", "f64"}, t)
		})
	})
}
