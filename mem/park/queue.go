package park

// A waiter is a goroutine in a queue.
type waiter struct {
	queue      *queue // nil once it was woken or has left
	next, prev *waiter
	woken      chan Result // has room for what who wakes it says
}

// A queue is those that wait at one address, in the order in which they came.
type queue struct {
	first, last *waiter
	length      int
}

// push puts w at the end.
func (q *queue) push(w *waiter) {
	w.queue, w.prev = q, q.last
	if q.last == nil {
		q.first = w
	} else {
		q.last.next = w
	}
	q.last = w
	q.length++
}

// remove takes w out, wherever it stands.
func (q *queue) remove(w *waiter) {
	if w.prev == nil {
		q.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		q.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.queue, w.next, w.prev = nil, nil, nil
	q.length--
}

// wake takes out the first one and wakes it.
func (q *queue) wake(how Result) {
	w := q.first
	q.remove(w)
	w.woken <- how
}
