package wasitarget

import (
	"cmp"
	"slices"
)

// order are the names in a directory of a MemFS, numbered as they came. A listing that is under way remembers a number, so
// that names may come and go meanwhile.
type order struct {
	names   []numbered // by number; those that are gone have no text
	numbers map[string]uint64
	last    uint64
	gone    int
}

type numbered struct {
	number uint64
	text   string
}

func (o *order) add(name string) {
	if o.numbers == nil {
		o.numbers = map[string]uint64{}
	}
	o.last++
	o.numbers[name] = o.last
	o.names = append(o.names, numbered{o.last, name})
}

func (o *order) remove(name string) {
	o.names[o.index(o.numbers[name])].text = ""
	delete(o.numbers, name)
	if o.gone++; o.gone > len(o.names)/2 {
		o.names = slices.DeleteFunc(o.names, func(n numbered) bool { return n.text == "" })
		o.gone = 0
	}
}

// index is where the first name is whose number is not smaller.
func (o *order) index(number uint64) int {
	i, _ := slices.BinarySearchFunc(o.names, number, func(n numbered, number uint64) int { return cmp.Compare(n.number, number) })
	return i
}

// after are the names behind a number, with those that are gone.
func (o *order) after(number uint64) []numbered { return o.names[o.index(number+1):] }
