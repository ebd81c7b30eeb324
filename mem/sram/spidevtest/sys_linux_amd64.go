package spidevtest

// Numbers that package syscall does not have (arch/x86/entry/syscalls/syscall_64.tbl, linux/audit.h).
const (
	sysProcessVMReadv  = 310
	sysProcessVMWritev = 311
	sysSeccomp         = 317
	auditArch          = 0xc000003e // AUDIT_ARCH_X86_64
)
