// An evaluator of stack code: virtual calls, checked access, objects with destructors on the way. It could throw anywhere and never does. Built with
// exceptions and without.
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

template <class T, u32 N> struct Vector {
	T at_[N]; u32 n = 0;
	void push(T v) { if (n == N) fail(1); at_[n++] = v; }
	T &at(u32 i) { if (i >= n) fail(2); return at_[i]; }
	T pop() { if (n == 0) fail(3); return at_[--n]; }
};
struct Node { virtual u32 value(Vector<u32, 64> &stack) const = 0; virtual ~Node() {} };
struct Push : Node { u32 v; Push(u32 v) : v(v) {} u32 value(Vector<u32, 64> &s) const override { s.push(v); return v; } };
struct Add : Node { u32 value(Vector<u32, 64> &s) const override { Guard g(1); u32 a = s.pop(), b = s.pop(); s.push(a + b); return a + b; } };
struct Mul : Node { u32 value(Vector<u32, 64> &s) const override { Guard g(1); u32 a = s.pop(), b = s.pop(); s.push(a * b); return a * b; } };
struct Pick : Node { u32 k; Pick(u32 k) : k(k) {} u32 value(Vector<u32, 64> &s) const override { u32 v = s.at(s.n - 1 - k); s.push(v); return v; } };
struct Rot : Node { u32 value(Vector<u32, 64> &s) const override { u32 r = 0; for (u32 i = 0; i < s.n; i++) r = (r << 5 | r >> 27) ^ s.at(i); s.push(r); return r; } };

CALL u32 evaluate(Node **code, u32 n, u32 seed) {
	Guard g(8);
	Vector<u32, 64> stack;
	stack.push(seed);
	u32 sum = 0;
	for (u32 i = 0; i < n; i++) sum += code[i]->value(stack);
	return sum ^ stack.pop();
}

extern "C" __attribute__((export_name("run"), used)) u32 run(u32 n) {
	Push p3(3), p7(7); Add add; Mul mul; Pick k0(0), k1(1); Rot rot;
	Node *code[] = {&p3, &add, &k0, &mul, &p7, &k1, &rot, &add, &k0, &p3, &mul, &add, &rot, &k1, &add, &mul};
	u32 total = 0;
	for (u32 i = 0; i < n; i++) {
		TRY { total = total * 31 + evaluate(code, sizeof code / sizeof *code, i); } CATCH
	}
	return total + live;
}
