package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// ratios returns the quotients shown behind the times, of engines by name.
func (r *report) ratios() [][2]string {
	asked := func(name string) bool {
		return slices.ContainsFunc(r.columns, func(c column) bool { return c.name == name })
	}
	var list [][2]string
	for _, q := range [][2]string{
		{"guard", "go"}, {"guard", "v8"}, {"interp", "guard"},
		{"guard", "clang"}, {"guard", "wasm2c"}, {"guard", "wazero"}, {"slice", "wazero"}, {"sram", "slice"},
		{"wazero interp", "interp"}, {"interp sram", "interp slice"},
	} {
		if asked(q[0]) && asked(q[1]) {
			list = append(list, q)
		}
	}
	return list
}

// rows returns the table: a header, a row for each kernel and one with the geometric means of the ratios.
func (r *report) rows() [][]string {
	header := []string{"program"}
	for _, c := range r.columns {
		header = append(header, c.name)
	}
	means := make([]string, len(header))
	means[0] = "geometric mean"
	for _, q := range r.ratios() {
		header = append(header, q[0]+"/"+q[1])
		means = append(means, number(r.mean(q[0], q[1]), 2))
	}
	table := [][]string{header}
	for _, k := range r.kernels {
		row := []string{k.name}
		for _, c := range r.columns {
			row = append(row, number(r.time(c.name, k), 1))
		}
		for _, q := range r.ratios() {
			row = append(row, number(r.time(q[0], k)/r.time(q[1], k), 2))
		}
		table = append(table, row)
	}
	return append(table, means)
}

// time is in milliseconds, not a number where it was not measured.
func (r *report) time(engine string, k kernel) float64 {
	if ms, ok := r.times[cell{engine, k.name}]; ok {
		return ms
	}
	return math.NaN()
}

// mean is the geometric mean of a's times over b's, of the kernels that both ran.
func (r *report) mean(a, b string) float64 {
	sum, n := 0.0, 0
	for _, k := range r.kernels {
		if q := r.time(a, k) / r.time(b, k); !math.IsNaN(q) {
			sum, n = sum+math.Log(q), n+1
		}
	}
	return math.Exp(sum / float64(n))
}

func number(v float64, digits int) string {
	if math.IsNaN(v) {
		return "n/a"
	}
	return fmt.Sprintf("%.*f", digits, v)
}

// missing lists the engines that are left out, each with the first line of the reason.
func (r *report) missing() []string {
	var lines []string
	for _, c := range r.columns {
		if c.runner == nil {
			reason, _, _ := strings.Cut(c.reason, "\n")
			lines = append(lines, fmt.Sprintf("%s is n/a: %s", c.name, reason))
		}
	}
	return lines
}

// writeTable prints the table for a terminal; times are milliseconds.
func (r *report) writeTable(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range r.rows() {
		fmt.Fprintln(t, strings.Join(row, "\t")+"\t")
	}
	t.Flush()
	for _, line := range r.missing() {
		fmt.Fprintln(w, line)
	}
}

// markdown is the page results.md.
func (r *report) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Milliseconds and ratios\n\n")
	fmt.Fprintf(&b, "Made in bench on %s: %s. Minimum of %d interleaved runs.\n\n", time.Now().Format(time.DateOnly), machine(), r.count)
	for i, row := range r.rows() {
		fmt.Fprintln(&b, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			fmt.Fprintln(&b, "|---"+strings.Repeat("|--:", len(row)-1)+"|")
		}
	}
	b.WriteString("\nguard, slice and sram are wasm2go's memory backends, sram with everything in its cache. clang and gcc compile the same C source natively at -O2 " +
		"without vectorisation; wasm2c's output is compiled by gcc -O2 and uses guard pages. The interpreter's times are " +
		"scaled up from a smaller run.\n")
	for _, line := range r.missing() {
		fmt.Fprintf(&b, "\n%s.\n", line)
	}
	return b.Bytes()
}

// machine describes the processor and the versions of what was compared.
func machine() string {
	parts := []string{fmt.Sprintf("%s, %d CPUs, %s/%s", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH), runtime.Version()}
	for _, tool := range []string{"clang-22", "gcc", "wasm2c"} {
		if out, err := exec.Command(tool, "--version").Output(); err == nil {
			first, _, _ := strings.Cut(string(out), "\n")
			parts = append(parts, strings.TrimSpace(strings.TrimPrefix(tool+" "+first, "gcc ")))
		}
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if strings.HasSuffix(dep.Path, "/wazero") {
				parts = append(parts, "wazero "+dep.Version)
			}
		}
	}
	return strings.Join(parts, "; ")
}

// processor is the model name that Linux gives, or just the architecture.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// writePairs prints what the first of each pair costs in each engine, as a ratio to the second.
func (r *report) writePairs(w io.Writer, pairs [][2]string) {
	has := func(name string) (kernel, bool) {
		for _, k := range r.kernels {
			if k.name == name {
				return k, true
			}
		}
		return kernel{}, false
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, p := range pairs {
		with, ok := has(p[0])
		without, also := has(p[1])
		if !ok || !also {
			continue
		}
		fmt.Fprintf(t, "%s/%s\t", p[0], p[1])
		for _, c := range r.columns {
			if c.runner != nil && c.name != "go" {
				fmt.Fprintf(t, "%s %s\t", c.name, number(r.time(c.name, with)/r.time(c.name, without), 2))
			}
		}
		fmt.Fprintln(t)
	}
	t.Flush()
}
