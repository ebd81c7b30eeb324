package names

import (
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/wasm2go/wasm2go/compiler/internal/emit/gotext"
)

// Locals names the first count locals of function i, parameters first, in its body: as in the name section where that makes an identifier
// that nothing else in the body has, else v3.
func (n *Names) Locals(i uint32, count int) []string {
	list := make([]string, count)
	named := n.mod.Names.Locals.Get(i)
	used := make(map[string]bool, len(named))
	for j := range list {
		list[j] = "v" + strconv.Itoa(j)
	}
	for _, local := range named {
		if id := localName(local.Name); int(local.Index) < count && id != "" && !used[id] && !n.functions[id] && !(n.options.Metering.Fuel && id == fuelVariable) {
			used[id] = true
			list[local.Index] = id
		}
	}
	return list
}

// localName is the identifier that a local's name makes in a body, "" if it makes none of its own.
func localName(name string) string {
	id := sanitize(name)
	if strings.Trim(id, "_") == "" || unicode.IsDigit(firstRune(strings.TrimLeft(id, "_"))) || funcPattern.MatchString(id) || bodyIdents[id] {
		return ""
	}
	return id
}

// bodyIdents are the identifiers that bodies use themselves, besides those of funcPattern: parameters, variables, packages.
var bodyIdents = set(predeclared, []string{"m", "d", "f", "at", "mem", "ref", "code", "next", "outer", "rt", "abi", "interp", "math", "bits", "vec", "vector"})

func set(lists ...[]string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for _, s := range list {
			all[s] = true
		}
	}
	return all
}

// localPattern describes the names that exported methods use themselves.
var localPattern = regexp.MustCompile(`^(m|d|err|call|rt|abi|mem|[rvx]\d+)$`)

// Params makes the parameters of the method that exports function i, named as in the name section
// where that has names.
func (n *Names) Params(i uint32) []gotext.Param {
	list := n.Numbered("v", n.mod.FuncType(int(i)).Params)
	used := scope{used: map[string]bool{}, reserved: localPattern.MatchString}
	for j := range list {
		id := sanitize(n.mod.LocalName(int(i), j))
		if id != "" && id != "_" && used.free(id) && !n.functions[id] && !token.IsKeyword(id) && !hiding[id] {
			list[j].Name = used.take(id)
		}
	}
	return list
}

// hiding are the identifiers that would hide a type in a parameter list.
var hiding = map[string]bool{
	"int32": true, "uint32": true, "int64": true, "float32": true, "float64": true, "any": true, "error": true,
}
