// Exceptions of C++ in all their forms; prints what it does, so that engines can be compared.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct Tracer {
	const char *name; int n;
	Tracer(const char *name, int n) : name(name), n(n) { std::printf("+%s%d ", name, n); }
	~Tracer() { std::printf("-%s%d ", name, n); }
};
struct Base { virtual ~Base() {} virtual const char *who() const { return "base"; } };
struct Derived : Base { int v; Derived(int v) : v(v) {} const char *who() const override { return "derived"; } };
struct Other { double x; };

static int frame(int depth, int what) {
	Tracer t("f", depth);
	std::string s(40, 'a' + depth);
	if (depth == 0) switch (what) {
		case 0: throw 42;
		case 1: throw Derived(7);
		case 2: throw std::runtime_error("run " + s);
		case 3: throw Other{2.5};
		case 4: { std::vector<int> v(3); return v.at(what); }
		case 5: throw std::string("text");
		case 6: throw (const char *)"literal";
		case 7: { std::unique_ptr<int> p(new int(5)); throw std::move(p); }
		default: return what;
	}
	return frame(depth - 1, what) + (int)s.size();
}

static void by_type(int what) {
	try { std::printf("%d", frame(4, what)); }
	catch (int i) { std::printf("int %d", i); }
	catch (const Base &b) { std::printf("%s", b.who()); }
	catch (const std::out_of_range &) { std::printf("out of range"); }
	catch (const std::exception &e) { std::printf("std: %s", e.what()); }
	catch (const std::string &s) { std::printf("string %s", s.c_str()); }
	catch (const char *s) { std::printf("chars %s", s); }
	catch (std::unique_ptr<int> &p) { std::printf("pointer to %d", *p); }
	catch (...) { std::printf("something"); }
	std::printf("\n");
}

static void rethrows(int what) {
	Tracer t("r", what);
	try { frame(2, what); }
	catch (...) { Tracer u("h", what); throw; }
}

static void nested(int what) {
	try {
		try { rethrows(what); }
		catch (const std::exception &e) {
			try { frame(1, 0); }
			catch (int i) { std::printf("inner %d under %s; ", i, e.what()); std::throw_with_nested(std::logic_error("outer")); }
		}
	} catch (const std::exception &e) {
		std::printf("caught %s", e.what());
		try { std::rethrow_if_nested(e); } catch (int i) { std::printf(" over %d", i); }
	} catch (int i) { std::printf("caught int %d", i); }
	catch (...) { std::printf("caught else"); }
	std::printf("\n");
}

struct Member { Tracer t; Member(int n) : t("m", n) { if (n == 2) throw n; } };
struct Whole { Member a, b; Whole() try : a(1), b(2) {} catch (int i) { std::printf("ctor %d ", i); } };

static std::exception_ptr keep(int what) { try { frame(1, what); } catch (...) { return std::current_exception(); } return nullptr; }

struct Unwinding { ~Unwinding() { try { throw 1; } catch (int) { std::printf("in destructor, %s ", std::uncaught_exception() ? "unwinding" : "not"); } } };

int main(int argc, char **argv) {
	for (int i = 0; i < 9; i++) by_type(i);
	for (int i = 0; i < 4; i++) nested(i);
	try { Whole w; } catch (int i) { std::printf("whole %d\n", i); }
	for (int i = 0; i < 3; i++) try { if (auto p = keep(i)) std::rethrow_exception(p); } catch (int v) { std::printf("kept int %d\n", v); } catch (const Base &b) { std::printf("kept %s\n", b.who()); } catch (...) { std::printf("kept else\n"); }
	try { Unwinding u; frame(0, 0); } catch (int i) { std::printf("int %d\n", i); }
	int depth = 0; long total = 0;
	for (int i = 0; i < 1000; i++) try { if (i % 3) throw i; total += 1; } catch (int v) { total += v; depth++; }
	std::printf("%d %ld\n", depth, total);
	if (argc > 1) { std::printf("uncaught\n"); std::fflush(stdout); throw std::runtime_error("nobody catches"); }
	return 3;
}
