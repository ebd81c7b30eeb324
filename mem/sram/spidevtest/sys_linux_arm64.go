package spidevtest

// Numbers that package syscall does not have (include/uapi/asm-generic/unistd.h, linux/audit.h).
const (
	sysProcessVMReadv  = 270
	sysProcessVMWritev = 271
	sysSeccomp         = 277
	auditArch          = 0xc00000b7 // AUDIT_ARCH_AARCH64
)
