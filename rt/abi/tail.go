package abi

// tailRoom is how much of the stack budget tail calls take as ordinary ones before they are left to the caller: by which an evaluator ran
// 2.4 times as fast.
const tailRoom = 4 << 10

// Tails begins a call of a function that leaves its tail calls to its caller where the budget is below TailRoom, so that their chain takes bounded stack.
// d is the budget of that call. The result is what TailRoom has to be again when it has returned. After a panic it is lower than it should be until then,
// but above the end of the budget, so that a chain never exhausts the stack.
func (c *Core) Tails(d int) (outer int) {
	outer = c.TailRoom
	c.TailRoom = max(d-tailRoom, tailRoom)
	return outer
}
