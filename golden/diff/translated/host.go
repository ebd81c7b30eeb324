package translated

import (
	"errors"

	"github.com/wasm2go/wasm2go/golden/diff/trial"
	"github.com/wasm2go/wasm2go/rt"
)

// A host has what random modules import, and the instances of the group so far.
type host struct {
	support   rt.Module
	instances []rt.Instance
	tags      map[*rt.Tag]string
}

// newHost makes one that passes on what modules log.
func newHost(log func(typ string, bits uint64)) *host {
	numbered := func(params ...rt.ValType) *rt.Tag { return rt.NewTag(rt.FuncType(params, nil)) }
	wasmTag, jsTag := numbered(rt.I32), numbered(rt.ExternRef)
	h := &host{tags: map[*rt.Tag]string{wasmTag: "wasmtag", jsTag: "jstag"}}
	logAny, err := rt.NewRefFunc("log-anyref", "(anyref)", func(_ []uint64, refs []rt.Ref) error {
		log("anyref", bits(refs[0].Any()))
		return nil
	})
	if err != nil {
		panic(err)
	}
	h.support = rt.Module{
		"log-i32":       func(v int32) { log("i32", bits(v)) },
		"log-i64":       func(v int64) { log("i64", bits(v)) },
		"log-f32":       func(v float32) { log("f32", bits(v)) },
		"log-f64":       func(v float64) { log("f64", bits(v)) },
		"log-externref": func(v any) { log("externref", bits(v)) },
		"log-funcref":   func(f *rt.Func) { log("funcref", bits(f)) },
		"log-anyref":    logAny,
		"throw": func(v int32) error {
			e, err := rt.NewException(wasmTag, v)
			if err != nil {
				return err
			}
			return e
		},
		"call-ref":          func(f *rt.Func, _ int32) error { return callAny(f) },
		"call-ref-catch":    func(f *rt.Func) (int32, error) { return caught(callAny(f)) },
		"call-export":       func(i, _ int32) error { return h.callExport(i) },
		"call-export-catch": func(i int32) (int32, error) { return caught(h.callExport(i)) },
		"table-get":         h.tableGet,
		"table-set":         h.tableSet,
		"sleep":             func(_, id int32) int32 { return id },
		"wasmtag":           wasmTag,
		"jstag":             jsTag,
	}
	return h
}

// Resolve implements rt.Resolver.
func (h *host) Resolve(module, name string) (any, bool) {
	for i, m := range h.instances {
		if module == trial.OwnerName(i) {
			return m.Export(name)
		}
	}
	if module == anything {
		return foreign(), true
	}
	return h.support.Export(name)
}

// anything is the module from which wasm-opt's random modules import globals.
const anything = "__fuzz_import"

// foreign is a global that holds a value of the host.
func foreign() *rt.Global {
	var v any = hostValue(1)
	return &rt.Global{Type: rt.ExternRef.NonNull(), Ptr: &v}
}

// add makes an instance the next of the group. The names of its tags begin with member.
func (h *host) add(m rt.Instance, member string) {
	h.instances = append(h.instances, m)
	for _, name := range m.Exports() {
		v, _ := m.Export(name)
		if tag, ok := v.(*rt.Tag); ok && h.tags[tag] == "" {
			h.tags[tag] = member + name
		}
	}
}

// failure is an error as trial.Engine wants it.
func (h *host) failure(err error) string {
	var e *rt.Exception
	if !errors.As(err, &e) {
		return TrapText(err)
	}
	name, known := h.tags[e.Tag()]
	if !known {
		return trial.ThrowLine(trial.UnknownTag, nil, nil)
	}
	types := texts(e.Tag().Type().Params())
	values := make([]uint64, len(types))
	for i, v := range e.Values() {
		if trial.Visible(types[i]) {
			values[i] = bits(v)
		}
	}
	return trial.ThrowLine(name, types, values)
}

// callAny calls a function with zeros and nulls, unless it takes others or has what package trial does not show.
func callAny(f *rt.Func) error {
	if f == nil {
		return nil
	}
	s := signature("", f)
	if !s.Callable() {
		return nil
	}
	args := make([]any, len(s.Params))
	for i, t := range f.Sig.Type().Params() {
		if t.IsRef() && !t.Nullable() {
			return nil
		}
		args[i] = value(s.Params[i], 0)
	}
	_, err := f.Call(args...)
	return err
}

// caught is 1 for an exception. Other errors go on.
func caught(err error) (int32, error) {
	var e *rt.Exception
	if errors.As(err, &e) {
		return 1, nil
	}
	return 0, err
}

// callExport calls one of the exported functions of the first instance.
func (h *host) callExport(i int32) error {
	var funcs []*rt.Func
	if len(h.instances) > 0 {
		for _, name := range h.instances[0].Exports() {
			v, _ := h.instances[0].Export(name)
			if f, ok := v.(*rt.Func); ok {
				funcs = append(funcs, f)
			}
		}
	}
	if len(funcs) == 0 {
		return nil
	}
	return callAny(funcs[uint32(i)%uint32(len(funcs))])
}

// table is the exported table, if index i is in it.
func (h *host) table(i int32) *rt.Table[*rt.Func] {
	if len(h.instances) == 0 {
		return nil
	}
	v, _ := h.instances[0].Export("table")
	if t, ok := v.(*rt.Table[*rt.Func]); ok && uint64(uint32(i)) < t.Size() {
		return t
	}
	return nil
}

func (h *host) tableGet(i int32) *rt.Func {
	if t := h.table(i); t != nil {
		return t.Get(uint64(uint32(i)))
	}
	return nil
}

func (h *host) tableSet(i int32, f *rt.Func) {
	if t := h.table(i); t != nil {
		t.Set(uint64(uint32(i)), f)
	}
}
