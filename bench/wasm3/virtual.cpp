// An evaluator of stack code: virtual calls, checked access, objects with destructors on the way. It could throw anywhere and never does. Built with
// exceptions and without.
#include "faults.h"

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
#pragma clang loop unroll(disable) // which clang does only where nothing can throw
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
