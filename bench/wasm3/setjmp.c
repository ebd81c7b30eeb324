// An interpreter of arithmetic whose errors are longjmps, without a C library. run evaluates n expressions, each under a setjmp of its own; each
// EVERYth (0: none) divides by zero, some calls deep. With -DCODES errors are error codes, looked at after each call.
#ifndef EVERY
#define EVERY 0
#endif
typedef unsigned u32;

#ifdef CODES
static int failed;
#define FAIL(code) do { failed = (code); return 0; } while (0)
#define CHECK if (failed) return 0
#else
typedef struct jump { void *id; unsigned label; void *env; int value; } jmp_buf[1];
int setjmp(jmp_buf) __attribute__((returns_twice));
void longjmp(jmp_buf, int) __attribute__((noreturn));
static jmp_buf onerror;
#define FAIL(code) longjmp(onerror, (code))
#define CHECK
#endif

#define CALL __attribute__((noinline)) static
enum { SYNTAX = 1, ZERO = 2 };

static const char *at;
CALL int sum(void);

CALL int number(void) {
	int v = 0;
	if (*at < '0' || *at > '9') FAIL(SYNTAX);
	while (*at >= '0' && *at <= '9') v = v * 10 + *at++ - '0';
	return v;
}

CALL int primary(void) {
	if (*at != '(') return number();
	at++;
	int v = sum();
	CHECK;
	if (*at++ != ')') FAIL(SYNTAX);
	return v;
}

CALL int sign(void) {
	if (*at != '-') return primary();
	at++;
	return -sign();
}

CALL int quotient(int a, int b) {
	if (b == 0) FAIL(ZERO);
	return a / b;
}

CALL int product(void) {
	int v = sign();
	CHECK;
	while (*at == '*' || *at == '/') {
		char op = *at++;
		int w = sign();
		CHECK;
		if (op == '*') v *= w;
		else {
			v = quotient(v, w);
			CHECK;
		}
	}
	return v;
}

CALL int sum(void) {
	int v = product();
	CHECK;
	while (*at == '+' || *at == '-') {
		char op = *at++;
		int w = product();
		CHECK;
		v = op == '+' ? v + w : v - w;
	}
	return v;
}

// calculate returns the value of the expression, or -code of its error.
CALL int calculate(const char *expression) {
	at = expression;
#ifdef CODES
	failed = 0;
	int v = sum();
	return failed ? -failed : v;
#else
	int code = setjmp(onerror);
	if (code) return -code;
	return sum();
#endif
}

static char text[] = "1+2*(3+4*5)-6/2+((7*8)-9)*10+100/4-(12/(9-8))";

__attribute__((export_name("run"))) u32 run(u32 n) {
	u32 total = 0, left = EVERY;
	char *divisor = text + sizeof text - 4; // the 8 of 9-8
	for (u32 i = 0; i < n; i++) {
		*divisor = '8';
		if (EVERY && --left == 0) *divisor = '9', left = EVERY;
		total = total * 31 + (u32)calculate(text);
	}
	return total;
}
