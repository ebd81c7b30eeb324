package sram

// maxBatch is how many bytes are at most read ahead, and gathered on each side of a victim's dirty range. More gains little with large
// caches and loses with small ones.
const maxBatch = 1024

// fill gives the line a slot, in place of another line, and reads ahead what may be wanted next. If fetch is false, the caller is going
// to write all of the line. The line in slot keep stays. Everything is one transaction; where it fails, all is as before.
func (c *cache) fill(line uint64, keep int32, fetch bool) (int32, error) {
	c.count.Misses++
	c.heat.add(line)
	c.taken = c.taken[:0]
	var w dirtyRun
	c.take(keep, &w)
	low, high := line, line // the lines to read
	if fetch && c.held.has(line) {
		low, high = c.takeAhead(line, keep, &w)
	}
	in := c.in[:(high-low)<<c.shift]
	err := c.exchange(w, low, in)
	if err != nil && high-low > 1 {
		// What is only read ahead must not make the access fail.
		c.count.Retries++
		low, high, in = line, line+1, in[:c.line]
		err = c.exchange(w, low, in)
	}
	if err != nil {
		return none, err
	}
	c.count.Fills += high - low
	i := c.taken[0]
	c.replace(i, line)
	c.settle(i)
	if low == high {
		clear(c.content(i))
		return i, nil
	}
	ahead := c.taken[1:]
	for l := low; l < high; l++ {
		b := in[(l-low)<<c.shift:]
		if l == line {
			copy(c.content(i), b)
			continue
		}
		j := ahead[0]
		ahead = ahead[1:]
		c.replace(j, l)
		copy(c.content(j), b)
		c.slots[j].ahead = true
	}
	return i, nil
}

// take chooses one more slot to give up. If its line is dirty it is to be written, together with what w grows by; false means that this
// would be a second place to write to.
func (c *cache) take(keep int32, w *dirtyRun) bool {
	i := c.victim(keep)
	if i == none {
		return false
	}
	if base := c.base(i); c.slots[i].hi > 0 && (base >= w.to || base+c.line <= w.from) {
		if !w.empty() {
			return false
		}
		*w = c.gather(i)
	}
	c.taken = append(c.taken, i)
	return true
}

// exchange writes w, then reads lines from low on into in, as one transaction.
func (c *cache) exchange(w dirtyRun, low uint64, in []byte) error {
	var waddr, raddr uint64
	var out []byte
	if !w.empty() {
		waddr, out = c.address(w.from), c.stage(w)
	}
	if len(in) > 0 {
		raddr = c.address(low << c.shift)
	}
	if err := c.array.transfer(&c.count, waddr, out, raddr, in, c.sumsOf(low<<c.shift, len(in))); err != nil {
		return err
	}
	if !w.empty() {
		c.clean(w)
	}
	return nil
}
