package spec

import (
	"github.com/wasm2go/wasm2go/mem"
	"github.com/wasm2go/wasm2go/rt"
)

// An Engine gives scripts their instances.
type Engine interface {
	// Check decodes and validates a module.
	Check(wasm []byte) error

	// Instantiate links a valid module, fills its tables and memories and runs its start function. It returns a *Skip
	// for a module that the engine is known not to take.
	Instantiate(wasm []byte, imports rt.Resolver) (rt.Instance, error)

	// NewMemory makes a memory that modules of this engine can import.
	NewMemory(t mem.Type) (mem.Memory, error)
}

// Skip is the error of a command that cannot be judged.
type Skip struct{ Reason string }

func (s *Skip) Error() string { return s.Reason }

// newSpectest makes the host module that all scripts may import from.
func newSpectest(e Engine) (rt.Module, error) {
	memory, err := e.NewMemory(mem.Type{Min: 1, Max: 2, HasMax: true})
	if err != nil {
		return nil, err
	}
	table, err := rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: 10, Max: 20, HasMax: true}, nil)
	if err != nil {
		return nil, err
	}
	table64, err := rt.NewTable[*rt.Func](rt.TableType{Elem: rt.FuncRef, Min: 10, Max: 20, HasMax: true, Is64: true}, nil)
	if err != nil {
		return nil, err
	}
	m := rt.Module{
		"print":         func() {},
		"print_i32":     func(int32) {},
		"print_i64":     func(int64) {},
		"print_f32":     func(float32) {},
		"print_f64":     func(float64) {},
		"print_i32_f32": func(int32, float32) {},
		"print_f64_f64": func(float64, float64) {},
		"global_i32":    rt.NewGlobal[int32](666, false),
		"global_i64":    rt.NewGlobal[int64](666, false),
		"global_f32":    rt.NewGlobal[float32](666.6, false),
		"global_f64":    rt.NewGlobal[float64](666.6, false),
		"table":         table,
		"table64":       table64,
		"memory":        memory,
	}
	if shared, err := e.NewMemory(mem.Type{Min: 1, Max: 2, HasMax: true, Shared: true}); err == nil { // else no script that needs it runs
		m["shared_memory"] = shared
	}
	return m, nil
}
