package sram

import "slices"

// Lines are given up in two queues, so that one pass over a lot of memory does not drive out what is used again and again.
//
// A line comes into the queue of new lines, and goes at its end whatever was done with it. If it is missed again soon after, it comes
// into the queue of old lines instead. There it goes only if it was not used since it was last at the end; else it begins anew. (2Q by
// Johnson and Shasha, with a clock instead of the order of use, which the tags do not let us see.)

// A queue is a list of slots, linked through them.
type queue struct {
	newest, oldest int32
	n              int32
}

// push makes slot i the newest.
func (c *cache) push(q *queue, i int32) {
	s := &c.slots[i]
	s.newer, s.older = none, q.newest
	if q.newest == none {
		q.oldest = i
	} else {
		c.slots[q.newest].newer = i
	}
	q.newest = i
	q.n++
}

// drop takes slot i out of the queue.
func (c *cache) drop(q *queue, i int32) {
	s := &c.slots[i]
	if s.newer == none {
		q.newest = s.older
	} else {
		c.slots[s.newer].older = s.older
	}
	if s.older == none {
		q.oldest = s.newer
	} else {
		c.slots[s.older].newer = s.newer
	}
	q.n--
}

// queueOf is the queue that slot i is in.
func (c *cache) queueOf(i int32) *queue {
	if c.slots[i].old {
		return &c.oldLines
	}
	return &c.newLines
}

// use notes that the line of slot i is used. Of what the tags serve afterwards nothing is seen.
func (c *cache) use(i int32) {
	s := &c.slots[i]
	s.used = true
	if s.ahead {
		s.ahead = false
		c.ahead.useful()
	}
}

// victim chooses a slot to give up, but not keep nor any of those taken already. It returns none if nothing is left.
func (c *cache) victim(keep int32) int32 {
	newTurn := c.newLines.n > int32(len(c.slots)/4)
	for range 2 {
		i := none
		if newTurn {
			i = c.oldestNew(keep)
		} else {
			i = c.oldestUnused(keep)
		}
		if i != none {
			return i
		}
		newTurn = !newTurn
	}
	return none
}

func (c *cache) oldestNew(keep int32) int32 {
	i := c.newLines.oldest
	for i != none && c.spared(i, keep) {
		i = c.slots[i].newer
	}
	return i
}

func (c *cache) oldestUnused(keep int32) int32 {
	for range 2 * c.oldLines.n { // after one round nothing is used
		i := c.oldLines.oldest
		if spared := c.spared(i, keep); !c.slots[i].used && !spared {
			return i
		}
		c.slots[i].used = false
		c.forgetLine(i) // so that the next use shows
		c.drop(&c.oldLines, i)
		c.push(&c.oldLines, i)
	}
	return none
}

func (c *cache) spared(i, keep int32) bool {
	if i == keep {
		return true
	}
	for _, t := range c.taken {
		if i == t {
			return true
		}
	}
	return false
}

// replace gives slot i, whose line is on the array or zero, to a line.
func (c *cache) replace(i int32, line uint64) {
	s := &c.slots[i]
	c.drop(c.queueOf(i), i)
	if s.line != noLine {
		c.unlink(i)
		switch {
		case s.ahead:
			c.ahead.useless()
		case !s.old:
			c.left.add(s.line)
		}
	}
	c.link(i, line)
	if c.left.remove(uint32(line)) {
		s.old, s.used = true, true
	}
	c.push(c.queueOf(i), i)
}

// leavers are the lines that left the queue of new lines last, in a ring.
type leavers struct {
	lines []uint32 // or noLine
	at    int
}

// maxLeavers keeps the search, on each miss, within a few microseconds; a miss takes a hundred.
const maxLeavers = 8192

func newLeavers(n uint64) leavers { return leavers{lines: slices.Repeat([]uint32{noLine}, int(n))} }

func (l *leavers) add(line uint32) {
	l.lines[l.at] = line
	l.at = (l.at + 1) % len(l.lines)
}

// remove tells whether the line was there.
func (l *leavers) remove(line uint32) bool {
	i := slices.Index(l.lines, line)
	if i >= 0 {
		l.lines[i] = noLine
	}
	return i >= 0
}
