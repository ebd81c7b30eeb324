package cachesim

// queues are rings of slots, each with a head: slots n, n+1, ...
type queues struct{ before, after []int32 }

func newQueues(n, heads int) queues {
	q := queues{make([]int32, n+heads), make([]int32, n+heads)}
	for head := n; head < n+heads; head++ {
		q.before[head], q.after[head] = int32(head), int32(head)
	}
	return q
}

// push puts a slot in front.
func (q queues) push(head, slot int) {
	second := q.after[head]
	q.after[slot], q.before[slot] = second, int32(head)
	q.after[head], q.before[second] = int32(slot), int32(slot)
}

func (q queues) remove(slot int) {
	q.after[q.before[slot]], q.before[q.after[slot]] = q.after[slot], q.before[slot]
}

// last is the slot pushed first, or the head if there is none.
func (q queues) last(head int) int { return int(q.before[head]) }

// lru has the slots in the order of their last use.
type lru struct {
	filling
	queues
	n int
}

func newLRU(n int) *lru { return &lru{queues: newQueues(n, 1), n: n} }

func (p *lru) used(slot int) {
	p.remove(slot)
	p.push(p.n, slot)
}

func (p *lru) evicted(slot int, _ uint32, _ bool) { p.remove(slot) }

func (p *lru) inserted(slot int, _ uint32, _ bool) {
	p.fill(slot)
	p.push(p.n, slot)
}

func (p *lru) victim(uint32) int {
	if p.count < p.n {
		return p.count
	}
	return p.last(p.n)
}

// twoQueues is 2Q (Johnson and Shasha, 1994) with a clock as its main queue. A line comes into the queue of new lines, whose use is not
// observed. One that is wanted again soon after it has left that queue comes into the clock. So a scan of many lines does not drive out
// what is used again and again.
type twoQueues struct {
	filling
	queues
	n      int
	fresh  []bool // slots in the queue of new lines
	size   [2]int // slots in each queue
	recent []bool // used since the hand came by
	left   leavers
}

const (
	oldQueue = iota
	newQueue
)

func newTwoQueues(n, lines int) *twoQueues {
	return &twoQueues{queues: newQueues(n, 2), n: n, fresh: make([]bool, n), recent: make([]bool, n), left: newLeavers(max(1, n/2), lines)}
}

func (p *twoQueues) used(slot int) {
	if !p.fresh[slot] {
		p.recent[slot] = true
	}
}

func (p *twoQueues) evicted(slot int, line uint32, ahead bool) {
	p.remove(slot)
	if !p.fresh[slot] {
		p.size[oldQueue]--
		return
	}
	p.size[newQueue]--
	if !ahead {
		p.left.add(line)
	}
}

func (p *twoQueues) inserted(slot int, line uint32, _ bool) {
	p.fill(slot)
	queue := newQueue
	if p.left.take(line) {
		queue = oldQueue
	}
	p.fresh[slot] = queue == newQueue
	p.recent[slot] = queue == oldQueue
	p.size[queue]++
	p.push(p.n+queue, slot)
}

func (p *twoQueues) victim(uint32) int {
	if p.count < p.n {
		return p.count
	}
	if p.size[newQueue] > p.n/4 || p.size[oldQueue] == 0 {
		return p.last(p.n + newQueue)
	}
	for {
		slot := p.last(p.n + oldQueue)
		if !p.recent[slot] {
			return slot
		}
		p.recent[slot] = false
		p.remove(slot)
		p.push(p.n+oldQueue, slot)
	}
}

// leavers are the last lines that left a queue.
type leavers struct {
	ring []int32 // lines, or none
	at   int
	seat []int32 // by line: its place in the ring, or none
}

func newLeavers(n, lines int) leavers {
	l := leavers{ring: make([]int32, n), seat: make([]int32, lines)}
	for i := range l.ring {
		l.ring[i] = none
	}
	for i := range l.seat {
		l.seat[i] = none
	}
	return l
}

func (l *leavers) add(line uint32) {
	if old := l.ring[l.at]; old != none {
		l.seat[old] = none
	}
	l.ring[l.at] = int32(line)
	l.seat[line] = int32(l.at)
	l.at = (l.at + 1) % len(l.ring)
}

// take removes a line and reports whether it was there.
func (l *leavers) take(line uint32) bool {
	seat := l.seat[line]
	if seat == none {
		return false
	}
	l.ring[seat], l.seat[line] = none, none
	return true
}
