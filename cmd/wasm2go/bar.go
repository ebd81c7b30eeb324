package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// A bar shows on a terminal how far a command is that takes more than a second: one line, which is gone when the command is done. It is
// what the command writes its messages through meanwhile. Nil is a bar that shows nothing.
type bar struct {
	w     io.Writer
	width func() int // columns of the terminal, 0 if that is not known
	color bool

	mu          sync.Mutex
	stage       string
	detail      string
	done, total int
	begun       time.Time
	drawn       int // columns of the line that stands there
	stop        chan struct{}
	stopped     sync.WaitGroup
}

const (
	barDelay    = time.Second            // what is faster needs no bar
	barInterval = 100 * time.Millisecond // between two pictures
	barColumns  = 24
	barLine     = 79 // columns at most
)

// newBar starts a bar, where w is a terminal that can have one.
func newBar(w io.Writer) *bar {
	if !isTerminal(w) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	b := &bar{w: w, width: func() int { return terminalWidth(w) }, color: colored(w), begun: time.Now(), stop: make(chan struct{})}
	b.stopped.Go(b.tick)
	return b
}

// tick draws the bar until it ends.
func (b *bar) tick() {
	timer := time.NewTimer(barDelay)
	defer timer.Stop()
	for {
		select {
		case <-b.stop:
			return
		case now := <-timer.C:
			b.draw(now)
			timer.Reset(barInterval)
		}
	}
}

// end takes the bar away, once and for all.
func (b *bar) end() {
	if b == nil {
		return
	}
	select {
	case <-b.stop:
		return
	default:
	}
	close(b.stop)
	b.stopped.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
}

// step says how far it is; total is 0 where nobody knows.
func (b *bar) step(stage string, done, total int) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if stage != b.stage {
		b.stage, b.done, b.detail = stage, 0, ""
	}
	b.done, b.total = max(b.done, done), total
}

// about says what is being worked on.
func (b *bar) about(detail string) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.detail = detail
}

// Write writes a message in place of the bar, which comes back below it.
func (b *bar) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	return b.w.Write(p)
}

func (b *bar) clear() {
	if b.drawn > 0 {
		fmt.Fprintf(b.w, "\r%s\r", strings.Repeat(" ", b.drawn))
		b.drawn = 0
	}
}

func (b *bar) draw(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stage == "" {
		return
	}
	columns := barLine
	if w := b.width(); w > 0 {
		columns = min(columns, w-1) // the last one would begin a new line
	}
	line, filled := b.line(now.Sub(b.begun), columns)
	n := len([]rune(line))
	blanks := strings.Repeat(" ", max(0, min(b.drawn, columns)-n))
	if b.color && filled > 0 {
		at := strings.IndexByte(line, '[') + 1
		line = line[:at] + green + line[at:at+filled] + plainColor + line[at+filled:]
	}
	fmt.Fprintf(b.w, "\r%s%s", line, blanks)
	b.drawn = n
}

// line is the bar as text without colours, of so many columns at the most; filled is the length of its part that is done, behind the bracket.
func (b *bar) line(since time.Duration, columns int) (line string, filled int) {
	line = fmt.Sprintf("%s, %d s", b.stage, int(since.Seconds()))
	if b.total > 0 {
		done := min(b.done, b.total)
		filled = barColumns * done / b.total
		line = fmt.Sprintf("%-11s [%s%s] %d/%d, %d s", b.stage,
			strings.Repeat("=", filled), strings.Repeat(" ", barColumns-filled), done, b.total, int(since.Seconds()))
	}
	if b.detail != "" {
		line += ", " + plain(b.detail)
	}
	if runes := []rune(line); len(runes) > columns {
		line = string(runes[:max(0, columns)])
		filled = min(filled, max(0, len(line)-strings.IndexByte(line, '[')-1))
	}
	if !strings.Contains(line, "[") {
		filled = 0
	}
	return line, filled
}
