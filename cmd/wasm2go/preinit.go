package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
	"github.com/wasm2go/wasm2go/compiler/preinit"
)

// preinitFlags are those of initialisation at translation.
type preinitFlags struct {
	funcs optionalFlag // names, separated by commas
	wasi  string       // the same
}

func (p *preinitFlags) register(fs *flags) {
	fs.value(&p.funcs, flagRow{"preinit", "[=FUNCS]",
		"run the initialisation of the module now, and bake what comes of it into the output: the start function, _initialize and the exports " +
			"FUNCS, separated by commas; default wizer.initialize and wizer-initialize", inOutput})
	fs.text(&p.wasi, "", flagRow{"preinit-wasi", "NAMES",
		"functions of WASI that -preinit may call, separated by commas, as in clock_time_get,random_get: they say the same at each " +
			"translation, and that is in all instances", inOutput})
}

func (p *preinitFlags) check() error {
	if p.wasi != "" && !p.funcs.given {
		return usageError("-preinit-wasi: there is no -preinit")
	}
	return nil
}

// set sets the translator's options.
func (p *preinitFlags) set(o *compiler.Options) {
	if p.funcs.given {
		o.Preinit = &preinit.Options{Funcs: commaList(p.funcs.value), WASI: commaList(p.wasi)}
	}
}

// commaList is the parts of a list, nil for none.
func commaList(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// named is an error of the translator, with the flag that does something about it.
func (p *preinitFlags) named(err error) error {
	var refused *preinit.NotAllowedError
	if errors.As(err, &refused) {
		return fmt.Errorf("%w; where that is meant, allow it: -preinit-wasi %s", err, refused.Func)
	}
	return err
}

// report says what the user may not expect.
func (p *preinitFlags) report(module string, r *preinit.Report, s streams) {
	if r == nil {
		return
	}
	if told := r.Told(); told != "" {
		s.note("%s: -preinit: initialisation asked for arguments, environment or directories (%s), and was told that there are none; "+
			"it may not ask again", module, told)
	}
}
