// What the C++ programs share: errors that are exceptions, where these are built in, and objects with destructors.
typedef unsigned u32;
#ifdef __cpp_exceptions
#define TRY try
#define CATCH catch (const Fault &f) { total += f.code; }
#else
#define TRY
#define CATCH
#endif
#define CALL __attribute__((noinline)) static

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
