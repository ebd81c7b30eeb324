package asm

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/wasm2go/wasm2go/compiler/internal/ir"
	"github.com/wasm2go/wasm2go/compiler/op"
	"github.com/wasm2go/wasm2go/compiler/wasm"
)

// arm64 is AArch64 with NEON. A vector or a float is in V0 to V29, which texts call F<0> where an instruction works on its lowest lane.
//
// R25, R26, V30 and V31 are for the instructions themselves; R18, R27 and above are Go's and the system's.
type arm64 struct{}

func (arm64) table() *arch { return rowsARM64() }

func (arm64) registers(k class) []string {
	if k == vector {
		return vectorsARM64
	}
	return generalARM64
}

var (
	generalARM64 = numbered("R", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24)
	vectorsARM64 = numbered("V", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
)

func numbered(letter string, numbers ...int) (names []string) {
	for _, n := range numbers {
		names = append(names, letter+strconv.Itoa(n))
	}
	return names
}

func (arm64) scratch(k class) []string {
	if k == vector {
		return []string{"V31", "V30"}
	}
	return []string{"R26", "R25"}
}

func (arm64) spelled(line string) string { return strings.ReplaceAll(line, "FV", "F") }

func (arm64) move(k class, from, to string) string {
	if k == vector {
		return fmt.Sprintf("VMOV %s.B16, %s.B16", from, to)
	}
	return "MOVD " + from + ", " + to
}

// slot is where the frame begins: above the link register.
func (arm64) slot(n int) string { return strconv.Itoa(n+8) + "(RSP)" }

func (m arm64) spill(k class, reg string, slot int) string {
	if k == vector {
		return "FMOVQ F" + reg[1:] + ", " + m.slot(slot)
	}
	return "MOVD " + reg + ", " + m.slot(slot)
}

func (m arm64) reload(k class, slot int, reg string) string {
	if k == vector {
		return "FMOVQ " + m.slot(slot) + ", F" + reg[1:]
	}
	return "MOVD " + m.slot(slot) + ", " + reg
}

func (arm64) argument(t wasm.ValType, at string) []string {
	switch t {
	case wasm.V128:
		return []string{"FMOVD " + part(at, "lo", 0) + ", F<d>", "MOVD " + part(at, "hi", 8) + ", R25", "VMOV R25, <d>.D[1]"}
	case wasm.I32:
		return []string{"MOVWU " + at + ", <d>"}
	case wasm.F32:
		return []string{"FMOVS " + at + ", F<d>"}
	case wasm.F64:
		return []string{"FMOVD " + at + ", F<d>"}
	}
	return []string{"MOVD " + at + ", <d>"}
}

func (arm64) result(t wasm.ValType, at string) []string {
	switch t {
	case wasm.V128:
		return []string{"FMOVD F<0>, " + part(at, "lo", 0), "VMOV <0>.D[1], R25", "MOVD R25, " + part(at, "hi", 8)}
	case wasm.I32:
		return []string{"MOVW <0>, " + at}
	case wasm.F32:
		return []string{"FMOVS F<0>, " + at}
	case wasm.F64:
		return []string{"FMOVD F<0>, " + at}
	}
	return []string{"MOVD <0>, " + at}
}

func (arm64) number(n int, reg string) string { return "MOVD $" + strconv.Itoa(n) + ", " + reg }

func (arm64) constants() bool { return false }

func (arm64) constant(_ *selector, x *ir.Expr, bits [16]byte) inst {
	text := func(lines ...string) inst { return inst{text: lines} }
	n := strconv.FormatUint(x.B, 10)
	switch {
	case x.Type == wasm.V128 && bits == [16]byte{}, classOf(x.Type) == vector && x.Type != wasm.V128 && x.B == 0:
		return text("VEOR <d>.B16, <d>.B16, <d>.B16")
	case x.Type == wasm.V128:
		return text(fmt.Sprintf("VMOVQ $%#x, $%#x, <d>", half(bits, 0), half(bits, 1)))
	case x.Type == wasm.F32:
		return text("MOVD $"+n+", R25", "FMOVS R25, F<d>")
	case x.Type == wasm.F64:
		return text("MOVD $"+n+", R25", "FMOVD R25, F<d>")
	}
	return text("MOVD $" + n + ", <d>")
}

func (arm64) immediate(x *ir.Expr) (string, bool) {
	return "ZR", x.Kind == ir.Const && x.B == 0 && classOf(x.Type) == general
}

func (arm64) jump(when suffix) string { return "B" + string(when) }

func (arm64) countDown() string { return "SUBSW $1, <d>, <d>" }

func (arm64) compareNumber(n int) string { return "CMPW $" + strconv.Itoa(n) + ", <0>" }

func (arm64) isZero(_ *selector, t wasm.ValType, r vreg) cond {
	return cond{text: []string{compareARM64(t) + " $0, <0>"}, src: []vreg{r}, when: "EQ", not: "NE"}
}

func compareARM64(t wasm.ValType) string {
	switch t {
	case wasm.I32:
		return "CMPW"
	case wasm.I64:
		return "CMP"
	case wasm.F32:
		return "FCMPS"
	}
	return "FCMPD"
}

func (arm64) condition(s *selector, x *ir.Expr) (c cond, ok bool) {
	if x.Kind != ir.Apply {
		return c, false
	}
	pair, integers := suffixesOf(x.Op)
	if !integers {
		if pair, ok = floatSuffixes(x.Op); !ok {
			return c, false
		}
	}
	c = cond{src: []vreg{s.value(x.Args[0])}, when: pair[0], not: pair[1]}
	compare := compareARM64(x.Args[0].Type)
	switch y := x.Args[1]; {
	case !integers:
		c.src = append(c.src, s.value(y))
		c.text = []string{compare + " F<1>, F<0>"}
	case y.Kind == ir.Const && y.B < 1<<12:
		c.text = []string{fmt.Sprintf("%s $%d, <0>", compare, y.B)}
	default:
		c.src = append(c.src, s.value(y))
		c.text = []string{compare + " <1>, <0>"}
	}
	return c, true
}

// floatSuffixes are those that hold for no operand that is NaN, but for ne.
func floatSuffixes(o op.Op) (s [2]suffix, ok bool) {
	switch o {
	case op.F32Eq, op.F64Eq:
		return [2]suffix{"EQ", "NE"}, true
	case op.F32Ne, op.F64Ne:
		return [2]suffix{"NE", "EQ"}, true
	case op.F32Lt, op.F64Lt:
		return [2]suffix{"MI", "PL"}, true
	case op.F32Gt, op.F64Gt:
		return [2]suffix{"GT", "LE"}, true
	case op.F32Le, op.F64Le:
		return [2]suffix{"LS", "HI"}, true
	case op.F32Ge, op.F64Ge:
		return [2]suffix{"GE", "LT"}, true
	}
	return s, false
}

func (arm64) boolean(c cond) []string { return append(c.text, "CSETW "+string(c.when)+", <d>") }

func (m arm64) choose(k class, c cond) []string {
	if k == general {
		return append(c.text, "CSEL "+string(c.when)+", <1>, <d>, <d>")
	}
	return append(c.text, m.jump(c.not)+" @@", m.move(vector, "<1>", "<d>"), "@@:")
}

func (arm64) access(o op.Op) (a access, ok bool) {
	a, ok = accessesARM64[o]
	return a, ok
}

// accessesARM64: what extends the sign does so to 64 bits.
var accessesARM64 = map[op.Op]access{
	op.I32Load: {name: "MOVWU", size: 4}, op.I32Load8U: {name: "MOVBU", size: 1}, op.I32Load16U: {name: "MOVHU", size: 2},
	op.I32Load8S: {name: "MOVB", size: 1, then: "MOVWU <d>, <d>"}, op.I32Load16S: {name: "MOVH", size: 2, then: "MOVWU <d>, <d>"},
	op.I64Load: {name: "MOVD", size: 8}, op.I64Load8S: {name: "MOVB", size: 1}, op.I64Load8U: {name: "MOVBU", size: 1},
	op.I64Load16S: {name: "MOVH", size: 2}, op.I64Load16U: {name: "MOVHU", size: 2}, op.I64Load32S: {name: "MOVW", size: 4}, op.I64Load32U: {name: "MOVWU", size: 4},
	op.F32Load: {name: "FMOVS", size: 4, prefix: "F"}, op.F64Load: {name: "FMOVD", size: 8, prefix: "F"},
	op.I32Store: {name: "MOVW", size: 4}, op.I32Store8: {name: "MOVB", size: 1}, op.I32Store16: {name: "MOVH", size: 2},
	op.I64Store: {name: "MOVD", size: 8}, op.I64Store8: {name: "MOVB", size: 1}, op.I64Store16: {name: "MOVH", size: 2}, op.I64Store32: {name: "MOVW", size: 4},
	op.F32Store: {name: "FMOVS", size: 4, prefix: "F"}, op.F64Store: {name: "FMOVD", size: 8, prefix: "F"},
}

func (arm64) vector() access { return access{name: "FMOVQ", size: 16, prefix: "F"} }

func (arm64) laneStore(op.Op, *ir.Expr) string { return "" }

func (arm64) sum(n uint64) []string {
	return []string{fmt.Sprintf("MOVD $%d, R25", n), "ADD R25, <0>, <d>"}
}

func (arm64) signed() string { return "MOVW <0>, <d>" }

func (arm64) limit(length string, size int) []string {
	text := []string{"MOVD " + length + ", <d>"}
	if size > 1 {
		text = append(text, fmt.Sprintf("SUBS $%d, <d>, <d>", size-1), "CSEL HS, <d>, ZR, <d>")
	}
	return text
}

// operand computes the address in R25.
func (arm64) operand(s *selector, i *inst, at place, size int) string {
	base, index := i.use(s.base(int(at.memory))), "ZR"
	if at.index != none {
		index = i.use(at.index)
	}
	if at.index == none || at.disp != 0 {
		i.text = append(i.text, fmt.Sprintf("MOVD $%d, R26", at.disp))
		if at.index != none {
			i.text = append(i.text, "ADD "+index+", R26, R26")
		}
		index = "R26"
	}
	if s.in.Memories[at.memory].Checked {
		i.trap = "trapMemory"
		if limit := s.limitOf(at, size); limit != none {
			i.text = append(i.text, fmt.Sprintf("CMP %s, %s", i.use(limit), index), "BHS @T")
		}
	}
	i.text = append(i.text, fmt.Sprintf("ADD %s, %s, R25", base, index))
	return "(R25)"
}

func (m arm64) byHand(s *selector, x *ir.Expr, dst vreg) vreg {
	if d, ok := divisions[x.Op]; ok {
		return s.divide(x, d, dst)
	}
	switch x.Op {
	case op.I32Add, op.I64Add, op.I32Sub, op.I64Sub:
		return m.addSmall(s, x, dst)
	case op.I8x16Shl, op.I16x8Shl, op.I32x4Shl, op.I64x2Shl, op.I8x16ShrU, op.I16x8ShrU, op.I32x4ShrU, op.I64x2ShrU:
		return m.shiftLanes(s, x, dst)
	case op.V128Of:
		return s.vectorLoad(x, dst)
	case op.I8x16Shuffle:
		return m.shuffle(s, x, dst)
	}
	return none
}

// addSmall adds or subtracts a constant that the instruction can hold.
func (arm64) addSmall(s *selector, x *ir.Expr, dst vreg) vreg {
	if x.Args[1].Kind != ir.Const {
		return none
	}
	n := int64(x.Args[1].B)
	if x.Type == wasm.I32 {
		n = int64(int32(n))
	}
	if x.Op == op.I32Sub || x.Op == op.I64Sub {
		n = -n
	}
	name := "ADD"
	if n < 0 {
		name, n = "SUB", -n
	}
	if x.Type == wasm.I32 {
		name += "W"
	}
	if n >= 1<<12 || n == math.MinInt64 {
		return none
	}
	return s.make(x.Type, dst, inst{text: []string{fmt.Sprintf("%s $%d, <0>, <d>", name, n)}, src: []vreg{s.value(x.Args[0])}, pure: true})
}

// shiftLanes shifts the lanes of a vector by a constant.
func (arm64) shiftLanes(s *selector, x *ir.Expr, dst vreg) vreg {
	name, lanes, width := "VSHL", "B16", uint64(8)
	switch x.Op {
	case op.I16x8Shl, op.I16x8ShrU:
		lanes, width = "H8", 16
	case op.I32x4Shl, op.I32x4ShrU:
		lanes, width = "S4", 32
	case op.I64x2Shl, op.I64x2ShrU:
		lanes, width = "D2", 64
	}
	switch x.Op {
	case op.I8x16ShrU, op.I16x8ShrU, op.I32x4ShrU, op.I64x2ShrU:
		name = "VUSHR"
	}
	count := x.Args[1]
	if count.Kind != ir.Const || count.B%width == 0 {
		return none
	}
	return s.make(wasm.V128, dst, inst{
		text: []string{fmt.Sprintf("%s $%d, <0>.%s, <d>.%s", name, count.B%width, lanes, lanes)}, src: []vreg{s.value(x.Args[0])}, pure: true,
	})
}

// suffix is that of instructions on integers of a size.
func (arm64) suffix(size string) string {
	if size == "L" {
		return "W"
	}
	return ""
}

// overflows compares with -1 and the least number, whose quotient the machine says is the least number.
func (m arm64) overflows(size string) []string {
	w, least := m.suffix(size), uint64(1)<<63
	if w != "" {
		least = 1 << 31
	}
	return []string{"CMN" + w + " $1, <1>", "BNE @@", fmt.Sprintf("MOVD $%#x, R25", least), "CMP" + w + " R25, <0>", "BEQ @T", "@@:"}
}

func (m arm64) divide(d division) []string {
	w, name := m.suffix(d.size), "UDIV"
	if d.signed {
		name = "SDIV"
	}
	if d.remainder {
		return []string{name + w + " <1>, <0>, R25", "MSUB" + w + " <1>, <0>, R25, <d>"}
	}
	return []string{name + w + " <1>, <0>, <d>"}
}

// shuffle looks the bytes up in both vectors, side by side.
func (arm64) shuffle(s *selector, x *ir.Expr, dst vreg) vreg {
	lanes := s.f.V128[x.A]
	return s.make(wasm.V128, dst, inst{
		text: []string{
			"VMOV <0>.B16, V30.B16", "VMOV <1>.B16, V31.B16",
			fmt.Sprintf("VMOVQ $%#x, $%#x, <d>", half(lanes, 0), half(lanes, 1)), "VTBL <d>.B16, [V30.B16, V31.B16], <d>.B16",
		},
		src: s.values(x.Args), pure: true,
	})
}
