package gotext

import "strings"

// A Param is a parameter or result of a Go function.
type Param struct{ Name, Type string }

// Params writes parameters, the type once for neighbours of the same
// type: "v0, v1 int32, v2 int64".
func Params(list []Param) string {
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.Name)
		if i+1 == len(list) || list[i+1].Type != p.Type {
			b.WriteByte(' ')
			b.WriteString(p.Type)
		}
	}
	return b.String()
}

// Args writes the names of parameters.
func Args(list []Param) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// Join joins two lists, of which the second may be empty.
func Join(first, second string) string {
	if second == "" {
		return first
	}
	return first + ", " + second
}

// Results writes the result types of a function with a blank before them: "", " int32" or " (int32, int64)".
func Results(types []string) string {
	switch len(types) {
	case 0:
		return ""
	case 1:
		return " " + types[0]
	}
	return " (" + strings.Join(types, ", ") + ")"
}

// Wrap joins a list with commas. A long one is broken into lines that stand indent tabs deep, and the closing bracket one less.
func Wrap(list []string, indent int) string {
	const width = 16
	if len(list) <= width {
		return strings.Join(list, ", ")
	}
	var b strings.Builder
	for i, s := range list {
		if i%width == 0 {
			b.WriteByte('\n')
			b.WriteString(strings.Repeat("\t", indent))
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		b.WriteByte(',')
	}
	b.WriteByte('\n')
	b.WriteString(strings.Repeat("\t", indent-1))
	return b.String()
}

// Func writes a function of one statement, on a line of its own as long as gofmt leaves it there, which is up to about 100 characters.
func Func(head, statement string) string {
	const width = 96
	if len(head)+len(statement) > width {
		return head + " {\n\t" + statement + "\n}\n"
	}
	return head + " { " + statement + " }\n"
}
