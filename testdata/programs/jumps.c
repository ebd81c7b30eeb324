// setjmp and longjmp in all their uses; prints what it does. Its library has neither: bench/wasm3/sjlj.c has what clang calls.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct jump { void *id; unsigned label; void *env; int value; } jmp_buf[1];
int setjmp(jmp_buf) __attribute__((returns_twice));
void longjmp(jmp_buf, int) __attribute__((noreturn));

#define CALL __attribute__((noinline)) static

static jmp_buf top;

// Out of many frames, each with memory of its own on the auxiliary stack.
CALL int descend(int n, int code) {
	volatile char local[64];
	memset((char *)local, n, sizeof local);
	if (n == 0) longjmp(top, code);
	return descend(n - 1, code) + local[n % 64];
}

CALL void values(void) {
	volatile int kept = 1; // what is changed behind setjmp has to be volatile
	for (int code = -1; code < 3; code++) {
		int got = setjmp(top);
		if (got == 0) {
			kept = kept * 10 + code;
			descend(100, code);
		}
		printf("%d gives %d, kept %d\n", code, got, kept);
	}
}

// Several buffers in one function; the jumps go to each of them in turn.
CALL void jump(jmp_buf *all, int which, int code) { longjmp(all[which], code); }

CALL void several(void) {
	jmp_buf all[3];
	volatile int steps = 0;
	int a = setjmp(all[0]), b = 0, c = 0;
	printf("a%d ", a);
	if (steps < 2) b = setjmp(all[1]);
	printf("b%d ", b);
	if (steps < 4) c = setjmp(all[2]);
	printf("c%d ", c);
	if (++steps < 10) jump(all, steps % 3, 100 + steps);
	printf("after %d steps\n", steps);
}

// setjmp in a loop, and in recursion: each frame's own buffer is its own.
static jmp_buf *inner;

CALL int nested(int depth) {
	jmp_buf mine, *outer = inner;
	int code = setjmp(mine);
	if (code == 0) {
		inner = &mine;
		if (depth == 0) longjmp(*inner, 7);
		int v = nested(depth - 1);
		inner = outer;
		return v + 1;
	}
	inner = outer;
	if (depth % 3 != 2) longjmp(*outer, code + depth);
	return 1000 * depth + code;
}

// Through a function that is called by a pointer, and one of the library: qsort's comparison.
static int comparisons;

CALL int compare(const void *a, const void *b) {
	if (++comparisons == 20) longjmp(top, comparisons);
	return *(const int *)a - *(const int *)b;
}

CALL void through_library(void) {
	int numbers[64];
	for (int i = 0; i < 64; i++) numbers[i] = i * 37 % 64;
	int code = setjmp(top);
	if (code == 0) {
		qsort(numbers, 64, sizeof *numbers, compare);
		printf("sorted?\n");
	}
	long sum = 0;
	for (int i = 0; i < 64; i++) sum += numbers[i];
	printf("left qsort by comparison %d, sum %ld\n", code, sum);
}

// Wide values and floats that are alive over the jump.
CALL void alive(double d, uint64_t u, float f) {
	int code = setjmp(top);
	if (code < 5) longjmp(top, code + 1);
	printf("%g %016llx %g %d\n", d * code, (unsigned long long)u, f / code, code);
}

// Error handling as it is usual in C: cleaned up on the way.
struct scope { struct scope *above; jmp_buf on_error; const char *name; };
static struct scope *scope;

CALL void fail(int code) {
	if (!scope) { printf("nobody catches %d\n", code); exit(code); }
	longjmp(scope->on_error, code);
}

CALL int parse(const char *text) {
	struct scope s = {.above = scope, .name = text};
	scope = &s;
	char *volatile copy = malloc(strlen(text) + 1);
	strcpy(copy, text);
	volatile int sum = 0;
	int code = setjmp(s.on_error);
	if (code == 0) {
		for (const char *p = copy; *p; p++) {
			if (*p == '(') { sum += parse(p + 1); break; }
			if (*p == '!') fail(*p);
			if (*p < '0' || *p > '9') fail(p - copy + 1);
			sum += *p - '0';
		}
	}
	free(copy);
	scope = s.above;
	if (code == '!') fail(code);
	if (code) printf("%s: error at %d; ", text, code);
	return sum;
}

int main(void) {
	values();
	several();
	jmp_buf outermost;
	inner = &outermost;
	printf("nested %d\n", nested(8));
	through_library();
	alive(1.5, 0x0123456789abcdef, -2.5f);
	printf("%d\n", parse("123"));
	printf("%d\n", parse("12(34(5x6"));
	long total = 0;
	for (volatile int i = 0; i < 20000; i++) {
		int code = setjmp(top);
		if (code == 0) descend(i % 8, i + 1);
		total += code;
	}
	printf("many: %ld\n", total);
	parse("1(2(3!");
}
