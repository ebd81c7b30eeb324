// What a C library does with data: the functions that the tests and examples of package data call.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

// upper returns text in upper case. The caller frees it.
char *EXPORT(upper)(const char *text) {
	size_t n = strlen(text);
	char *copy = malloc(n + 1);
	if (copy == NULL) return NULL;
	for (size_t i = 0; i <= n; i++) copy[i] = toupper((unsigned char)text[i]);
	return copy;
}

// sum adds n numbers.
double EXPORT(sum)(const double *x, size_t n) {
	double s = 0;
	for (size_t i = 0; i < n; i++) s += x[i];
	return s;
}

// squares allocates the first squares, stores where they are through out, and returns how many.
int EXPORT(squares)(int n, int **out) {
	int *a = malloc(n * sizeof *a);
	if (a == NULL) return -1;
	for (int i = 0; i < n; i++) a[i] = i * i;
	*out = a;
	return n;
}

struct point {
	char tag;
	double x, y;
	short weight;
};

// mirror swaps the coordinates of n points.
void EXPORT(mirror)(struct point *p, size_t n) {
	for (size_t i = 0; i < n; i++) {
		double x = p[i].x;
		p[i].x = p[i].y, p[i].y = x;
		p[i].weight++;
	}
}

// greeting is a string that nobody frees.
const char *EXPORT(greeting)(void) { return "hello"; }

extern void note(const char *text, size_t n) __attribute__((import_module("env"), import_name("note")));

// tell passes to the host what it was given.
void EXPORT(tell)(const char *text, size_t n) { note(text, n); }

// The allocator as Rust's authors write it, which is told the size, and fails to be told another one. The memory is one block of malloc.
void *EXPORT(alloc)(size_t n) {
	size_t *p = malloc(n + 16);
	if (p == NULL) return NULL;
	*p = n;
	return p + 4;
}
void EXPORT(dealloc)(void *p, size_t n) {
	size_t *start = (size_t *)p - 4;
	if (*start != n) __builtin_trap();
	free(start);
}

// The allocator of the canonical ABI.
void *EXPORT(cabi_realloc)(void *p, size_t n, size_t align, size_t new) {
	if (new == 0) return (void *)align;
	if (n == 0) return malloc(new);
	return realloc(p, new);
}
