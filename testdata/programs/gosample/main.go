// Command gosample is the Go program that the tests compile to WebAssembly and
// translate back to Go. What it prints does not depend on the machine, nor on
// the order in which its goroutines run. Its argument is a directory that it may write to.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/big"
	"math/bits"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gosample DIRECTORY")
		os.Exit(2)
	}
	pipeline()
	timers()
	maps()
	documents()
	text()
	numbers()
	panics()
	if err := files(os.Args[1]); err != nil {
		fmt.Println("files:", err)
		os.Exit(1)
	}
	stdin()
	deep := func() int { return descend(20000) }
	fmt.Println("descend", deep())
	defer fmt.Println("not reached: os.Exit runs no deferred calls")
	os.Exit(3)
}

// pipeline sends numbers through three stages of goroutines.
func pipeline() {
	source := make(chan int)
	squares := make(chan int, 4)
	var workers sync.WaitGroup
	for range 5 {
		workers.Go(func() {
			for n := range source {
				squares <- n * n
			}
		})
	}
	go func() {
		for i := 1; i <= 1000; i++ {
			source <- i
		}
		close(source)
		workers.Wait()
		close(squares)
	}()
	sum := 0
	for s := range squares {
		sum += s
	}
	fmt.Println("sum of squares", sum)

	var mu sync.Mutex
	var once sync.Once
	total, firsts := 0, 0
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			once.Do(func() { firsts++ })
			mu.Lock()
			defer mu.Unlock()
			total += i
		})
	}
	all.Wait()
	fmt.Println("mutex", total, "once", firsts)
}

func timers() {
	start := time.Now()
	done := make(chan string)
	for _, d := range []int{150, 10, 80} {
		go func() {
			time.Sleep(time.Duration(d) * time.Millisecond)
			done <- fmt.Sprint(d, "ms")
		}()
	}
	fmt.Println("woke", <-done, <-done, <-done, "in time:", time.Since(start) >= 150*time.Millisecond)
	select {
	case <-done:
		fmt.Println("unexpected")
	case <-time.After(5 * time.Millisecond):
		fmt.Println("timeout")
	}
	t := time.Date(2024, time.February, 29, 12, 30, 0, 0, time.UTC)
	fmt.Println(t.Format(time.RFC1123), t.AddDate(1, 0, 0).Format("2006-01-02"), t.YearDay())
}

func maps() {
	counts := map[string]int{}
	for i := range 5000 {
		counts[fmt.Sprintf("k%d", i*i%97)]++
	}
	for k := range counts {
		if strings.HasSuffix(k, "1") {
			delete(counts, k)
		}
	}
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if counts[keys[i]] != counts[keys[j]] {
			return counts[keys[i]] > counts[keys[j]]
		}
		return keys[i] < keys[j]
	})
	for _, k := range keys[:5] {
		fmt.Print(k, "=", counts[k], " ")
	}
	fmt.Println(len(keys))
}

type shape struct {
	Name   string             `json:"name"`
	Points [][2]float64       `json:"points,omitempty"`
	Tags   map[string]any     `json:"tags"`
	Parent *shape             `json:"parent,omitempty"`
	Sizes  map[string]float32 `json:"sizes,omitempty"`
}

func documents() {
	in := shape{Name: "tri\u00e4ngle", Points: [][2]float64{{0, 0}, {1.5, 0}, {0, -2e-7}}, Tags: map[string]any{"z": 1, "a": []int{1, 2}, "n": nil}}
	in.Parent = &shape{Name: "<root>", Sizes: map[string]float32{"w": 0.1}}
	b, err := json.MarshalIndent(in, "", "\t")
	fmt.Println(string(b), err)
	var out shape
	err = json.Unmarshal(b, &out)
	fmt.Println(err, out.Name, out.Points[2][1], out.Parent.Sizes["w"], out.Tags["a"])
	var syntax *json.SyntaxError
	err = json.Unmarshal([]byte(`{"name": "x", }`), &out)
	fmt.Println(errors.As(err, &syntax), err)
}

func text() {
	re := regexp.MustCompile(`(?i)\b(\w+)@((?:\w+\.)+[a-z]{2,})\b`)
	mail := "Write to Ann@example.org, bob@mail.example.com; not to @nobody or x@y."
	for _, m := range re.FindAllStringSubmatch(mail, -1) {
		fmt.Printf("%q ", m)
	}
	fmt.Println(re.ReplaceAllString(mail, "<$2:$1>"))
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(w, "name\tvalue\thex\t")
	for i, name := range strings.Fields("alpha beta gamma") {
		fmt.Fprintf(w, "%s\t%d\t%#x\t\n", name, i*i*100, i*255)
	}
	w.Flush()
	fmt.Printf("%+v %T %v %8.3f|%-8s|%08b|%x|%U\n", struct {
		A int
		B []string
	}{1, []string{"x"}}, mail, [3]bool{true}, math.Pi, "left", 37, "hex", '⌘')
	fmt.Println(strings.Map(func(r rune) rune { return r + 1 }, "HAL"), strings.ToUpper("straße"))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, strings.Repeat("compress me ", 500))
	z.Close()
	r, err := gzip.NewReader(&packed)
	if err != nil {
		fmt.Println(err)
		return
	}
	plain, err := io.ReadAll(r)
	fmt.Printf("gzip %d %v sha256 %x\n", len(plain), err, sha256.Sum256(plain))
}

func numbers() {
	f := big.NewInt(1)
	for i := int64(2); i <= 60; i++ {
		f.Mul(f, big.NewInt(i))
	}
	fmt.Println("60! =", f, new(big.Int).Exp(big.NewInt(3), f, big.NewInt(1_000_003)))
	hi, lo := bits.Mul64(math.MaxUint64, 0x123456789abcdef)
	q, r := bits.Div64(hi, lo, math.MaxUint64)
	fmt.Println(hi, lo, q, r, bits.LeadingZeros64(lo), bits.OnesCount64(hi))
	fmt.Println(math.Sqrt(2), math.Sin(1), math.Inf(-1), math.NaN(), math.Float64frombits(1), float32(0.1), 1e21, -0.0)
	var z complex128 = complex(0.3, 0.5)
	for range 5 {
		z = z*z + complex(0.1, -0.2)
	}
	fmt.Printf("%.9f\n", z)
}

func panics() {
	attempt := func(name string, f func()) {
		defer func() {
			r := recover()
			_, isError := r.(error)
			fmt.Println(name, "->", r, isError)
		}()
		f()
	}
	var zero, five int = 0, 5
	var none *shape
	attempt("divide", func() { fmt.Println(five / zero) })
	attempt("index", func() { fmt.Println([]int{1, 2}[five]) })
	attempt("nil map", func() { var m map[int]int; m[five] = 1 })
	attempt("nil pointer", func() { fmt.Println(none.Name) })
	attempt("type", func() { var x any = five; fmt.Println(x.(string)) })
	attempt("own", func() { panic(fmt.Errorf("wrapped: %w", fs.ErrNotExist)) })
	attempt("none", func() {})
}

func files(dir string) error {
	sub := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(sub, 0o755); err != nil {
		return err
	}
	for i := range 3 {
		name := filepath.Join(sub, fmt.Sprintf("f%d.txt", i))
		if err := os.WriteFile(name, bytes.Repeat([]byte{byte('a' + i)}, 10*i), 0o644); err != nil {
			return err
		}
	}
	if err := os.Rename(filepath.Join(sub, "f1.txt"), filepath.Join(dir, "moved.txt")); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, "moved.txt"), os.O_APPEND|os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintf(f, "+%d", 42)
	if _, err := f.Seek(8, io.SeekStart); err != nil {
		return err
	}
	tail, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	fmt.Printf("tail %q\n", tail)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		size := int64(-1)
		if !d.IsDir() {
			info, err := d.Info()
			if err != nil {
				return err
			}
			size = info.Size()
		}
		fmt.Println("  ", filepath.ToSlash(rel), d.IsDir(), size)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = os.Stat(filepath.Join(dir, "absent"))
	fmt.Println("absent:", errors.Is(err, fs.ErrNotExist))
	return os.RemoveAll(filepath.Join(dir, "a"))
}

func stdin() {
	lines := bufio.NewScanner(os.Stdin)
	n := 0
	for lines.Scan() {
		n++
		fmt.Println(n, len(lines.Text()))
	}
	fmt.Println("lines", n, "user", os.Getenv("WHO"))
}

// descend needs a stack that the runtime must grow many times.
func descend(n int) int {
	var room [8]int
	room[n%8] = n
	if n == 0 {
		return 0
	}
	return descend(n-1) + room[n%8]%3
}
