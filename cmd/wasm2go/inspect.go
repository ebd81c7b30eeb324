package main

import (
	"fmt"
	"io"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/debuginfo"
	"github.com/wasm2go/wasm2go/compiler/decode"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/validate"
	"github.com/wasm2go/wasm2go/compiler/wasm"
	"github.com/wasm2go/wasm2go/mem/sram/spec"
)

// inspectFlags are the flags of wasm2go inspect.
type inspectFlags struct {
	sram, svg string
	json      bool
}

func (f *inspectFlags) register(fs *flags) {
	fs.toggle(&f.json, flagRow{"json", "", "say it in JSON, in the form that docs describe", elsewhere})
	fs.text(&f.svg, "", flagRow{"svg", "FILE", "draw how the first memory is divided, to scale, into FILE", elsewhere})
	fs.text(&f.sram, "", flagRow{"sram", "SPEC", "say whether these chips have room for the module's memory; SPEC is as run takes it", elsewhere})
}

// inspectCommand is wasm2go inspect module.wasm.
func inspectCommand(args []string, s streams) error {
	var f inspectFlags
	fs := newFlags("wasm2go inspect")
	f.register(fs)
	others, err := fs.parseAnywhere(args)
	if err != nil {
		return err
	}
	path, err := oneModule(others)
	if err != nil {
		return err
	}
	var chips *spec.Spec
	if f.sram != "" {
		if chips, err = spec.Parse(f.sram); err != nil {
			return usagef("%v", err)
		}
	}
	file, err := readModule(path, s)
	if err != nil {
		return err
	}
	r, err := newReport(file, chips)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(path), err)
	}
	found := r.inspection(shown(path), len(file))
	if f.svg != "" {
		if err := writeLayout(f.svg, found); err != nil {
			return err
		}
	}
	if !f.json {
		_, err = io.WriteString(s.out, found.text())
		return err
	}
	_, err = s.out.Write(found.json())
	return err
}

// A report is what inspect knows about a module.
type report struct {
	*wasm.Module
	used        wasm.ProposalSet
	sizes, grow bool  // the code contains memory.size, memory.grow
	refusal     error // why it would not be translated, nil if it would
	chips       []string
}

// newReport decodes and validates the module. chips are those that it is to be on, nil for any.
func newReport(file []byte, chips *spec.Spec) (*report, error) {
	m, err := decode.Decode(file)
	if err != nil {
		return nil, err
	}
	debuginfo.Demangle(m)
	if err := validate.Module(m); err != nil {
		return nil, err
	}
	r := &report{Module: m}
	bodies := make([]*wasm.Body, len(m.Codes))
	for i := range m.Codes {
		body, err := validate.Func(m, i)
		if err != nil {
			return nil, err
		}
		bodies[i] = body
		r.used |= body.Used
		for _, in := range body.Instrs {
			r.sizes = r.sizes || in.Op == op.MemorySize
			r.grow = r.grow || in.Op == op.MemoryGrow
		}
	}
	r.declared()
	r.refusal = compiler.Refusal(m, bodies)
	r.chips, err = r.chipLines(bodies, chips)
	return r, err
}
