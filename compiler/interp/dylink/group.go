package dylink

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/interp"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/rt"
)

// Bounds that no sensible library comes near.
const (
	maxGroup = 1000 // libraries that one needs, directly or not
	maxAlign = 16   // log2: a page of memory
)

// A group is what one call of Load adds: a library and those that it needs and that are not there yet.
type group struct {
	linker *Linker
	read   map[string]*Library
	libs   []*Library // each behind those that it needs, unless they need each other
}

// plan reads a library, which the one called by needs if that is not "", and what it needs. Nothing of the program changes.
func (g *group) plan(name, by string, file []byte) (*Library, error) {
	if lib := g.linker.Find(name); lib != nil {
		return lib, nil
	}
	if lib := g.read[name]; lib != nil {
		return lib, nil
	}
	lib, err := g.compile(name, file)
	switch {
	case err != nil && by != "":
		return nil, fmt.Errorf("%s needs %s: %w", label(by), label(name), err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", label(name), err)
	}
	g.read[name] = lib
	for _, needed := range lib.wasm.Dylink.Needed {
		other, err := g.plan(needed, name, nil)
		if err != nil {
			return nil, err
		}
		lib.needs = append(lib.needs, other)
	}
	g.libs = append(g.libs, lib)
	return lib, nil
}

// compile makes a library of a file.
func (g *group) compile(name string, file []byte) (*Library, error) {
	if len(g.read) == maxGroup {
		return nil, errors.New("too many libraries")
	}
	if file == nil {
		if g.linker.opts.Open == nil {
			return nil, errors.New("no library of that name is loaded, and Options.Open is not set")
		}
		var err error
		if file, err = g.linker.opts.Open(name); err != nil {
			return nil, err
		}
	}
	w, err := decode.Decode(file)
	if err != nil {
		return nil, err
	}
	if err := g.linker.accept(w.Dylink); err != nil {
		return nil, err
	}
	o := g.linker.opts.Interp
	o.Name = name
	code, err := interp.Compile(file, o)
	if err != nil {
		return nil, err
	}
	return g.linker.newLibrary(name, w, code), nil
}

// accept looks at what a library says about itself.
func (l *Linker) accept(d *wasm.Dylink) error {
	switch {
	case d == nil:
		return errors.New("no side module: it has no section dylink.0 (link it with -shared)")
	case d.Err != nil:
		return fmt.Errorf("section dylink.0: %w", d.Err)
	case d.MemoryAlign > maxAlign || d.TableAlign > maxAlign:
		return fmt.Errorf("section dylink.0: alignment to 2^%d", max(d.MemoryAlign, d.TableAlign))
	case uint64(d.MemorySize) > l.opts.MaxMemory:
		return fmt.Errorf("section dylink.0: %d bytes of memory, the limit is %d", d.MemorySize, l.opts.MaxMemory)
	case uint64(d.TableSize) > l.opts.MaxTable:
		return fmt.Errorf("section dylink.0: %d table elements, the limit is %d", d.TableSize, l.opts.MaxTable)
	case d.TableSize > 0 && l.table == nil:
		return errNoTable
	}
	for _, e := range d.Exports {
		if e.Flags&flagTLS != 0 {
			return fmt.Errorf("symbol %q is thread-local, which takes threads", e.Name)
		}
	}
	return nil
}

func (l *Linker) newLibrary(name string, w *wasm.Module, code *interp.Module) *Library {
	lib := &Library{
		linker: l, name: name, wasm: w, code: code,
		exports: map[string]*wasm.Export{}, flags: map[string]uint32{}, weak: map[string]bool{},
		uses: map[*Library]bool{}, imports: map[importName]any{}, promised: map[string]*rt.Func{},
	}
	for i := range w.Exports {
		lib.exports[w.Exports[i].Name] = &w.Exports[i]
	}
	for _, e := range w.Dylink.Exports {
		lib.flags[e.Name] = e.Flags
	}
	for _, i := range w.Dylink.Imports {
		lib.weak[i.Name] = i.Flags&bindingMask == bindingWeak
	}
	return lib
}

// SymbolErrors say which symbols are missing or of the wrong type, all of them at once. Each wraps an *rt.LinkError.
type SymbolErrors []error

func (e SymbolErrors) Error() string {
	texts := make([]string, len(e))
	for i, problem := range e {
		texts[i] = problem.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the errors.
func (e SymbolErrors) Unwrap() []error { return e }

// place resolves all symbols, gives the libraries their places and instantiates them.
func (g *group) place(ctx context.Context) error {
	root := g.libs[len(g.libs)-1]
	scope := append(g.linker.global(), nearest(root)...)
	var problems SymbolErrors
	for _, lib := range g.libs {
		for _, err := range lib.bind(scope) {
			problems = append(problems, fmt.Errorf("%s: %w", label(lib.name), err))
		}
	}
	if len(problems) > 0 {
		return problems
	}
	for _, lib := range g.libs {
		if err := lib.reserve(); err != nil {
			return fmt.Errorf("%s: %w", label(lib.name), err)
		}
	}
	for _, lib := range g.libs {
		inst, err := lib.code.Instantiate(ctx, lib, g.linker.opts.Instance...)
		if err != nil {
			return fmt.Errorf("%s: %w", label(lib.name), err)
		}
		lib.inst = inst
	}
	for _, lib := range g.libs {
		lib.fulfil()
	}
	return g.setOffsets()
}

// reserve finds room for data and functions.
func (lib *Library) reserve() (err error) {
	d, l := lib.wasm.Dylink, lib.linker
	if lib.memory, lib.base, err = l.memory.reserve(uint64(d.MemorySize), 1<<d.MemoryAlign); err != nil {
		return err
	}
	if d.TableSize > 0 {
		if lib.table, lib.first, err = l.table.reserve(uint64(d.TableSize), 1<<d.TableAlign); err != nil {
			return err
		}
	}
	for _, c := range lib.addresses.memory {
		setAddress(c, lib.base)
	}
	for _, c := range lib.addresses.table {
		setAddress(c, lib.first)
	}
	return nil
}

// setOffsets gives the globals of the global offset tables their values.
func (g *group) setOffsets() error {
	var known map[*rt.Func]uint64
	for _, lib := range g.libs {
		for _, c := range lib.addresses.got {
			at, err := uint64(0), error(nil)
			switch {
			case !c.symbol.isFunc():
				at, err = c.symbol.dataAddress()
			case g.linker.table == nil:
				err = errNoTable
			default:
				if known == nil {
					known = g.linker.table.addresses()
				}
				at, err = c.symbol.functionAddress(g.linker.table, known)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", label(lib.name), err)
			}
			setAddress(c.global, at)
		}
	}
	return nil
}

// undo takes back what place has done.
func (g *group) undo() error {
	var errs []error
	for _, lib := range g.libs {
		errs = append(errs, lib.remove())
	}
	return errors.Join(errs...)
}

// start relocates the data and runs the constructors.
func (g *group) start(ctx context.Context) (err error) {
	if p := g.linker.stack; p != nil {
		before := p.Get()
		defer func() {
			if err != nil { // whatever was running has not put the pointer back
				err = errors.Join(err, p.Set(before))
			}
		}()
	}
	for _, lib := range g.libs {
		if err := lib.call(ctx, "__wasm_apply_data_relocs"); err != nil {
			return err
		}
	}
	for _, lib := range g.libs {
		for _, name := range [...]string{"__wasm_call_ctors", "__post_instantiate"} {
			if err := lib.call(ctx, name); err != nil {
				return err
			}
		}
	}
	return nil
}
