//go:build armbe || arm64be || m68k || mips || mips64 || mips64p32 || ppc || ppc64 || s390 || s390x || shbe || sparc || sparc64

package atomics

// bigEndian tells how the machine stores numbers.
const bigEndian = true
