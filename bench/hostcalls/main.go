// Command hostcalls tells what calls of the host cost: writing and reading a file of 256 MB in pieces of 64 KB, and a million times the clock.
//
//	cd bench && go run ./hostcalls [-count N] [-dir DIR]
//
// Plain Go, the translation with guard and with slice, the interpreter and wazero's compiler do the same in turn, N times over. Each run is a
// process; what counts is its CPU time, the system's part included, beyond that of a run that calls nothing: the minimum of all. With the file
// in a file system in memory, as /dev/shm is, no disk disturbs.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/wasm2go/wasm2go/bench/internal/cost"
	"github.com/wasm2go/wasm2go/bench/internal/scratch"
)

const module = "programs/hostcalls.wasm"

var (
	tasks   = []string{"none", "write", "read", "clock"}
	engines = []string{"go", "guard", "slice", "interp", "wazero"}
)

func main() {
	count := flag.Int("count", 7, "runs of each engine and task; the minimum counts")
	dir := flag.String("dir", os.TempDir(), "where the file is")
	flag.Parse()
	var err error
	switch {
	case flag.NArg() == 4 && flag.Arg(0) == "child":
		err = child(flag.Arg(1), flag.Arg(2), flag.Arg(3))
	case flag.NArg() > 0 || *count < 1:
		flag.Usage()
		os.Exit(2)
	default:
		err = compare(*count, *dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "hostcalls:", err)
		os.Exit(1)
	}
}

// compare runs all tasks on all engines and prints a table.
func compare(count int, dir string) error {
	temp, err := os.MkdirTemp("", "wasm2go-hostcalls-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	data, err := os.MkdirTemp(dir, "wasm2go-hostcalls-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	if err := build(temp); err != nil {
		return err
	}
	least := map[[2]string]time.Duration{}
	for range count {
		for _, task := range tasks {
			for _, engine := range engines {
				cmd, err := command(temp, data, engine, task)
				if err != nil {
					return err
				}
				price, err := cost.Measure(cmd)
				if err != nil {
					return fmt.Errorf("%s %s: %w", engine, task, err)
				}
				at := [2]string{engine, task}
				if old, ok := least[at]; !ok || price.CPU < old {
					least[at] = price.CPU
				}
			}
		}
	}
	fmt.Printf("ms of CPU time  %8s %8s %8s\n", tasks[1], tasks[2], tasks[3])
	for _, engine := range engines {
		fmt.Printf("%-15s", engine)
		for _, task := range tasks[1:] {
			fmt.Printf(" %8.0f", (least[[2]string{engine, task}]-least[[2]string{engine, "none"}]).Seconds()*1000)
		}
		fmt.Println()
	}
	return nil
}

// build translates and builds the program.
func build(temp string) error {
	m, err := scratch.New(temp, "..")
	if err != nil {
		return err
	}
	for _, backend := range []string{"guard", "slice"} {
		cmd, err := m.Translate(module, backend, backend)
		if err == nil {
			err = scratch.Run(cmd)
		}
		if err == nil {
			err = scratch.Run(m.Go("build", "-o", backend+".exe", "./"+backend))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// command is a run. The guest knows the directory as /data.
func command(temp, data, engine, task string) (*exec.Cmd, error) {
	switch engine {
	case "guard", "slice":
		cmd := exec.Command(filepath.Join(temp, engine+".exe"), task, "/data/file")
		cmd.Env = []string{"WASM2GO_DIRS=" + data + "::/data"}
		return cmd, nil
	}
	self, err := os.Executable()
	return exec.Command(self, "child", engine, task, data), err
}
