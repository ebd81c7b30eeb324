package body

import (
	"slices"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
	"github.com/wasm2go/wasm2go/compiler/internal/emit/names"
	"github.com/wasm2go/wasm2go/compiler/op"
)

// values are the instructions with a value whose text is written by hand, because it names globals, tables or memories. They get
// the immediate A and the operands.
var values = [len(op.Table)]func(p *printer, a uint32, x []*gotext.Expr) *gotext.Expr{
	op.GlobalGet:  (*printer).globalGet,
	op.RefFunc:    (*printer).refFunc,
	op.TableGet:   func(_ *printer, a uint32, x []*gotext.Expr) *gotext.Expr { return table(a, "Get", wide(x[0])) },
	op.TableSize:  (*printer).tableSize,
	op.TableGrow:  (*printer).tableGrow,
	op.MemorySize: (*printer).memorySize,
	op.MemoryGrow: (*printer).memoryGrow,
	op.ExnPending: (*printer).exnPending,
	op.ExnTake:    (*printer).exnTake,
	op.ExnIs:      (*printer).exnIs,
}

// effects are the instructions without a value whose text is written by hand. They get the immediates A and B and the operands, and write
// a line.
var effects = [len(op.Table)]func(p *printer, a, b uint32, x []*gotext.Expr){
	op.GlobalSet:  (*printer).globalSet,
	op.TableSet:   (*printer).tableSet,
	op.TableFill:  (*printer).tableFill,
	op.TableCopy:  (*printer).tableCopy,
	op.TableInit:  (*printer).tableInit,
	op.ElemDrop:   (*printer).elemDrop,
	op.MemoryInit: (*printer).memoryInit,
	op.MemoryCopy: (*printer).memoryCopy,
	op.DataDrop:   (*printer).dataDrop,

	op.StructSet:     (*printer).structSet,
	op.ArraySet:      (*printer).arraySet,
	op.ArrayFill:     (*printer).arrayFill,
	op.ArrayCopy:     (*printer).arrayCopy,
	op.ArrayInitData: (*printer).arrayInitData,
	op.ArrayInitElem: (*printer).arrayInitElem,
}

// table calls a method of a table.
func table(i uint32, method string, args ...*gotext.Expr) *gotext.Expr {
	return gotext.Call(names.Table(i)+"."+method, args...)
}

// memoryCall calls a method of a memory.
func memoryCall(i uint32, method string, args ...*gotext.Expr) *gotext.Expr {
	return gotext.Call(names.Memory(i)+"."+method, args...)
}

// wide is an address, index or size as a uint64.
func wide(x *gotext.Expr) *gotext.Expr { return gotext.Convert("uint64", x) }

// size converts a uint64 to the type of sizes and results of grow.
func size(is64 bool, x *gotext.Expr) *gotext.Expr {
	if is64 {
		return gotext.Call("int64", x)
	}
	return gotext.Call("uint32", x)
}

// write writes a line.
func (p *printer) write(x *gotext.Expr) { p.Statement("", x, "") }

func (p *printer) globalGet(i uint32, _ []*gotext.Expr) *gotext.Expr {
	if v := p.names.Value(p.mod.GlobalType(int(i)).Type); v.Stored != v.Core {
		return gotext.Call(v.Core, p.names.Global(i))
	}
	return p.names.Global(i)
}

func (p *printer) globalSet(i, _ uint32, x []*gotext.Expr) {
	value := x[0]
	if v := p.names.Value(p.mod.GlobalType(int(i)).Type); v.Stored != v.Core {
		value = gotext.Convert(v.Stored, value)
	}
	p.Statement(p.names.Global(i).String()+" = ", value, "")
}

func (p *printer) tableSize(i uint32, _ []*gotext.Expr) *gotext.Expr {
	return size(p.mod.TableType(int(i)).Is64, table(i, "Size"))
}

func (p *printer) tableGrow(i uint32, x []*gotext.Expr) *gotext.Expr {
	return size(p.mod.TableType(int(i)).Is64, table(i, "Grow", wide(x[1]), x[0]))
}

func (p *printer) tableSet(i, _ uint32, x []*gotext.Expr) { p.write(table(i, "Put", wide(x[0]), x[1])) }

func (p *printer) tableFill(i, _ uint32, x []*gotext.Expr) {
	p.write(table(i, "Fill", wide(x[0]), x[1], wide(x[2])))
}

func (p *printer) tableCopy(dst, src uint32, x []*gotext.Expr) {
	to, from := p.names.Stored(p.mod.Tables[dst].Elem), p.names.Stored(p.mod.Tables[src].Elem)
	if to != from {
		p.write(gotext.CallIn(gotext.ABI, "abi.TableCopyAs", gotext.Atom(names.Table(dst)), gotext.Atom(names.Table(src)), wide(x[0]), wide(x[1]), wide(x[2])))
		return
	}
	p.write(table(dst, "Copy", gotext.Atom(names.Table(src)), wide(x[0]), wide(x[1]), wide(x[2])))
}

func (p *printer) tableInit(elem, i uint32, x []*gotext.Expr) {
	p.elems = append(p.elems, elem)
	to, from := p.names.Stored(p.mod.Tables[i].Elem), p.names.Stored(p.mod.Elems[elem].Type)
	if to != from {
		p.write(gotext.CallIn(gotext.ABI, "abi.TableInitAs", gotext.Atom(names.Table(i)), wide(x[0]), gotext.Atom(names.Elem(elem)), wide(x[1]), wide(x[2])))
		return
	}
	p.write(table(i, "Init", wide(x[0]), gotext.Atom(names.Elem(elem)), wide(x[1]), wide(x[2])))
}

func (p *printer) elemDrop(elem, _ uint32, _ []*gotext.Expr) {
	p.elems = append(p.elems, elem)
	p.Line(names.Elem(elem) + " = nil")
}

func (p *printer) memorySize(i uint32, _ []*gotext.Expr) *gotext.Expr {
	return size(p.memories[i].is64, memoryCall(i, "Pages"))
}

func (p *printer) memoryGrow(i uint32, x []*gotext.Expr) *gotext.Expr {
	return size(p.memories[i].is64, gotext.Call("m.core.Grow", gotext.Atom(names.Memory(i)), wide(x[0])))
}

func (p *printer) memoryInit(data, i uint32, x []*gotext.Expr) {
	p.datas = append(p.datas, data)
	p.write(memoryCall(i, "Init", wide(x[0]), gotext.Atom(names.Data(data)), wide(x[1]), wide(x[2])))
}

func (p *printer) memoryCopy(dst, src uint32, x []*gotext.Expr) {
	d, s, n := wide(x[0]), wide(x[1]), wide(x[2])
	if dst == src {
		p.write(memoryCall(dst, "Copy", d, s, n))
		return
	}
	p.write(memoryCall(dst, "CopyFrom", gotext.Atom(names.Memory(src)), d, s, n))
}

func (p *printer) dataDrop(data, _ uint32, _ []*gotext.Expr) {
	p.datas = append(p.datas, data)
	p.Line(names.Data(data) + ` = ""`)
}

// refFunc finds a function of the module by its place in the table, which spares the search that m.ref does.
func (p *printer) refFunc(fn uint32, _ []*gotext.Expr) *gotext.Expr {
	k, ok := slices.BinarySearch(p.facts.Refs, fn)
	if !ok || int(fn) < p.mod.ImportedFuncs {
		return names.Ref(fn)
	}
	return gotext.Call("m.refAt", gotext.Uint64(uint64(k)))
}
