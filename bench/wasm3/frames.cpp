// Calls five deep whose frames have objects with destructors; each EVERYth call throws (0: none). Built with exceptions and without: the same as
// long as nothing is thrown.
#ifndef EVERY
#define EVERY 0
#endif
typedef unsigned u32;
#ifdef __cpp_exceptions
#define TRY try
#define CATCH catch (const Fault &f) { total += f.code; }
#else
#define TRY
#define CATCH
#endif
#define CALL __attribute__((noinline)) static

static volatile u32 every = EVERY; // the compiler is not to know

extern "C" void __wasi_proc_exit(u32) { __builtin_trap(); } // or the module imports WASI for what it never does

struct Fault { u32 code; };

__attribute__((noreturn)) CALL void fail(u32 code) {
#ifdef __cpp_exceptions
	throw Fault{code};
#else
	__builtin_trap();
#endif
}

static volatile u32 live; // or the compiler leaves the counting out where nothing can throw

struct Guard { // what RAII does: counts itself in and out
	u32 n;
	Guard(u32 n) : n(n) { live = live + n; }
	~Guard() { live = live - n; }
};

CALL u32 f5(u32 i, u32 bad) { if (bad) fail(i & 7); return i * 2654435761u >> 28; }
CALL u32 f4(u32 i, u32 bad) { Guard g(4); return f5(i, bad) + 1; }
CALL u32 f3(u32 i, u32 bad) { Guard g(3); return f4(i, bad) + 1; }
CALL u32 f2(u32 i, u32 bad) { Guard g(2); return f3(i, bad) + 1; }
CALL u32 f1(u32 i, u32 bad) { Guard g(1); return f2(i, bad) + 1; }

extern "C" __attribute__((export_name("run"), used)) u32 run(u32 n) {
	u32 total = 0, left = every;
	for (u32 i = 0; i < n; i++) {
		u32 bad = left && --left == 0;
		if (bad) left = every;
		TRY { total += f1(i, bad); } CATCH
	}
	return total + live;
}
