package vector

// Lanes within a word. Where lanes are added, the highest bit of each is left out, so that nothing is carried into the next lane; it is
// put in again by exclusive or, which is addition of one bit. Functions know the lanes' width by the word that has their highest bits, and
// some by the number of that bit.
const (
	high8  = 0x8080808080808080
	high16 = 0x8000800080008000
	high32 = 0x8000000080000000

	low8  = ^uint64(high8) // the other bits
	low16 = ^uint64(high16)
	low32 = ^uint64(high32)

	ones8  = 0x0101010101010101
	ones16 = 0x0001000100010001
	ones32 = 0x0000000100000001

	even8  = 0x00ff00ff00ff00ff // every second lane
	even16 = 0x0000ffff0000ffff
	upper  = 0xffffffff00000000
)

// add adds lanes.
func add(x, y, high uint64) uint64 { return (x&^high + y&^high) ^ (x^y)&high }

// sub subtracts lanes: with its highest bit set, x lends to no neighbour.
func sub(x, y, high uint64) uint64 { return ((x | high) - y&^high) ^ (x^^y)&high }

// fill makes of the highest bit of each lane, bit number top of it, the whole lane. All other bits are 0.
func fill(bits uint64, top int) uint64 { return bits | (bits - bits>>top) }

// choose has the bits of x where mask has ones, those of y elsewhere.
func choose(mask, x, y uint64) uint64 { return y ^ (x^y)&mask }

// nonzero has the highest bit of each lane of x that is not 0.
func nonzero(x, high uint64) uint64 { return (x&^high + ^high | x) & high }

// lessS has the highest bit of each lane of x that is less than that of y, both signed. Where their signs differ, the negative one
// is less, else the difference of the other bits tells.
func lessS(x, y, high uint64) uint64 {
	differ := x ^ y
	return (differ&x | ^(differ | ((x | high) - y&^high))) & high
}

// lessU is lessS of unsigned lanes.
func lessU(x, y, high uint64) uint64 {
	differ := x ^ y
	return (differ&y | ^(differ | ((x | high) - y&^high))) & high
}
