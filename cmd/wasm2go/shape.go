package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/wasm2go/wasm2go/compiler"
)

// nanFlag makes NaNs canonical. Translate and run share it.
type nanFlag struct{ canonical bool }

func (f *nanFlag) register(fs *flags) {
	fs.toggle(&f.canonical, flagRow{"canonical-nan", "",
		"each NaN that arithmetic gives is the canonical one, so that all machines and both engines compute the same bits", inOutput})
}

// shapeFlags say what of a module becomes Go, and what it is called there.
type shapeFlags struct {
	export, tags string
	internal     bool
	rename       listFlag
	api          string

	exported *regexp.Regexp // nil without -export
	renamed  map[string]string
}

func (f *shapeFlags) register(fs *flags) {
	fs.text(&f.export, "", flagRow{"export", "REGEXP",
		"keep only the exported functions and tables whose names match, and what these reach; memories, globals, _initialize and _start stay", inOutput})
	fs.value(&f.rename, flagRow{"rename", "OLD=NEW",
		"the Go name of an export (add_two=Sum), an import (env.log=Print) or a module imported from (env=Host); " +
			"export:, import: or module: before OLD where it could mean several; repeatable", inOutput})
	fs.toggle(&f.internal, flagRow{"internal", "",
		"leave the API to your own files of the package: what it declares is unexported, as in newInstance; methods are not", inOutput})
	fs.text(&f.tags, "", flagRow{"tags", "EXPR", "build constraint of each Go file, as in linux && !cgo", inOutput})
	fs.text(&f.api, "", flagRow{"api", "FILE",
		"describe the API in FILE, a line for each thing; fail, also with -check, where a line of it no longer holds", elsewhere})
}

func (f *shapeFlags) check() error {
	if f.export != "" {
		var err error
		if f.exported, err = regexp.Compile(f.export); err != nil {
			return usagef("-export: %v", err)
		}
	}
	if f.api != "" && f.internal {
		return usageError("-api describes what others see of the package: with -internal that is nothing")
	}
	return f.readRenames()
}

// readRenames takes the pairs apart: the new name, an identifier, has no = in it.
func (f *shapeFlags) readRenames() error {
	f.renamed = map[string]string{}
	for _, pair := range f.rename {
		at := strings.LastIndexByte(pair, '=')
		if at < 0 {
			return usagef("-rename %q: want OLD=NEW", pair)
		}
		old := pair[:at]
		if before, ok := f.renamed[old]; ok {
			return usagef("-rename: %q is to be called %s and %s", old, before, pair[at+1:])
		}
		f.renamed[old] = pair[at+1:]
	}
	return nil
}

// set tells the translator.
func (f *shapeFlags) set(o *compiler.Options) {
	o.Internal, o.Tags, o.Rename = f.internal, f.tags, f.renamed
	if f.exported != nil {
		o.Export = f.exported.MatchString
	}
}

// named is an error of the translator, with the flag for the option that it is about.
func (f *shapeFlags) named(err error) error {
	var wrong *compiler.OptionError
	switch {
	case !errors.As(err, &wrong):
		return err
	case wrong.Option == "Export": // the whole expression, so that a quote shows that no shell has taken away
		return fmt.Errorf("-export %s: %w", f.export, wrong.Err)
	default:
		return fmt.Errorf("-%s: %w", strings.ToLower(wrong.Option), wrong.Err)
	}
}
