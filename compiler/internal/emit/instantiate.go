package emit

import (
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/layout"
)

// instantiation prints what follows the imports.
func (f *frame) instantiation() {
	f.instantiate()
	f.setValues()
	f.allocate()
	f.initialize()
}

// instantiate prints the method that does what follows the imports (spec
// 4.7.3, "Instantiation"): globals, then tables and memories, whose initial
// values may be those of globals; then segments and the start function.
func (f *frame) instantiate() {
	f.printf("\n// instantiate makes what the module defines. It returns m, or the reason why there is no instance.\n")
	f.printf("func (m *%[1]s) instantiate(opts []rt.Option, hosts ...any) (*%[1]s, error) {\n", f.names.Instance)
	f.printf("\tm.core.Open(m, %s, %s, opts)\n", gotext.Quote(f.moduleName()), f.names.Private("names"))
	f.printf("\tm.owner.Run = m.core.Run\n")
	if f.Catches {
		f.printf("\tm.owner.Thrown = &m.core.Thrown\n")
	}
	if g, ok := layout.StackPointer(f.mod); ok {
		f.printf("\tm.core.StackPointer(%s)\n", f.names.GlobalPtr(g))
	}
	if f.Options.Metering.Interruptible {
		f.printf("\tm.owner.Watch = m.core.Watch\n")
	}
	if len(f.Refs) > 0 {
		f.printf("\tm.funcs = %s[:]\n", f.names.Private("funcs"))
	}
	f.setTypes()
	if !f.makesObjects {
		for _, list := range f.values {
			f.statements(list)
		}
	}
	for i, step := range f.steps() {
		if i == 0 {
			f.printf("\terr := %s\n", step)
		} else {
			f.printf("\tif err == nil {\n\t\terr = %s\n\t}\n", step)
		}
	}
	f.printf("\tif err != nil {\n")
	if f.escapes() {
		f.printf("\t\t// Functions of m may have got into a table of other instances: m stays usable until nothing refers to it.\n")
	} else {
		f.printf("\t\tm.core.Close()\n")
	}
	f.printf("\t\treturn nil, err\n\t}\n\treturn m, nil\n}\n")
}

// steps are the calls of instantiate that can fail.
func (f *frame) steps() []string {
	var steps []string
	for i := range f.valueMethods() {
		steps = append(steps, fmt.Sprintf("m.core.Run(m.values%d)", i))
	}
	if f.allocates() {
		steps = append(steps, "m.allocate()")
	}
	if f.Interp != nil {
		steps = append(steps, "m.attach()")
	}
	steps = append(steps, "abi.Bind(m, hosts...)")
	switch {
	case f.keeps() && len(f.start) > 0:
		steps = append(steps, "m.core.Start(m.state, m.initialize)")
	case f.keeps():
		steps = append(steps, "m.core.Start(m.state, nil)")
	case len(f.start) > 0:
		steps = append(steps, "m.core.Run(m.initialize)")
	}
	return steps
}

// statements prints some in a method.
func (f *frame) statements(list []string) {
	for _, s := range list {
		f.printf("\t%s\n", s)
	}
}

// valueMethods is how many methods set globals and passive segments, where that makes objects: an exhausted heap traps there. Of a function with
// thousands of statements the Go compiler would make heavy weather.
func (f *frame) valueMethods() int {
	if !f.makesObjects {
		return 0
	}
	return (len(f.values) + valuesAtOnce - 1) / valuesAtOnce
}

const valuesAtOnce = 256

// setValues prints these methods.
func (f *frame) setValues() {
	for i := range f.valueMethods() {
		f.printf("\n// values%d sets globals and passive segments.\nfunc (m *%s) values%d(d int) {\n", i, f.names.Instance, i)
		for _, list := range f.values[i*valuesAtOnce : min((i+1)*valuesAtOnce, len(f.values))] {
			f.statements(list)
		}
		f.printf("}\n")
	}
}

// allocates tells whether the module defines memories or tables.
func (f *frame) allocates() bool {
	return len(f.mod.Memories) > f.mod.ImportedMemories || len(f.mod.Tables) > f.mod.ImportedTables
}

// escapes tells whether references to functions can get out of an instance
// that failed to start.
func (f *frame) escapes() bool {
	for i := range f.mod.ImportedGlobals {
		if g := f.mod.Globals[i]; g.Mutable && g.Type.IsRef() {
			return true
		}
	}
	return f.mod.ImportedTables > 0
}

// allocate prints the method that makes memories and tables.
func (f *frame) allocate() {
	if !f.allocates() {
		return
	}
	f.printf("\n// allocate makes memories and tables.\n")
	f.printf("func (m *%s) allocate() (err error) {\n", f.names.Instance)
	for i := f.mod.ImportedMemories; i < len(f.memories); i++ {
		t, field := f.memories[i], names.Memory(uint32(i))
		core := ""
		if f.backend.Device {
			core = ", &m.core"
		}
		f.set(field, f.pkg(t.path)+"."+t.New+"(m.core.Limit("+f.ownMemType(i)+")"+core+")")
		f.printf("\tm.core.Own(%s)\n", field)
	}
	for i := f.mod.ImportedTables; i < len(f.mod.Tables); i++ {
		t := f.mod.TableType(i)
		init := f.tableInit[i].value
		if f.tableInit[i].makes {
			f.printf("\tvar init%d %s\n\tif err = m.core.Run(func(int) {\n", i, f.names.Stored(t.Elem))
			for _, s := range append(f.tableInit[i].before, fmt.Sprintf("init%d = %s", i, init)) {
				f.printf("\t\t%s\n", s)
			}
			f.printf("\t}); err != nil {\n\t\treturn err\n\t}\n")
			init = fmt.Sprintf("init%d", i)
		}
		f.set(names.Table(uint32(i)), "rt.NewTable["+f.names.Stored(t.Elem)+"]("+f.tableType(t)+", "+init+")")
	}
	f.printf("\treturn nil\n}\n")
}

// initialize prints the method that runs what may trap.
func (f *frame) initialize() {
	if len(f.start) == 0 {
		return
	}
	f.printf("\n// initialize applies the active segments, then runs the start function, if any.\n")
	f.printf("func (m *%s) initialize(d int) {\n\t%s\n}\n", f.names.Instance, strings.Join(f.start, "\n\t"))
}
