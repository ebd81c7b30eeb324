/* A plugin that counts down with the help of other libraries, even and odd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "plugin.h"

int is_even(int n);
int is_odd(int n);
extern const char *odd_name;
__attribute__((weak)) int optional(int x);
extern __attribute__((weak)) int optional_data;

static int zeros[1000];
int question = 7;

static int parity(int n) { return is_even(n) ? zeros[n] : 1; }

/* Addresses of this library, of main and of the others, in data. */
static int (*functions[])(int) = {parity, twice, is_odd, is_even};
static const char **names[] = {&odd_name};
static int *counter = &steps;
static struct plugin self = {"parity", parity, 0};
static struct plugin doubled = {"doubled", twice, 0};

__attribute__((constructor)) static void start(void) {
	printf("parity: zeros[999] = %d, %s\n", zeros[999], &optional_data ? "optional" : "nothing optional");
	add(&self);
	add(&doubled);
}

int answer(int x) {
	if (optional)
		x = optional(x);
	__builtin_wasm_memory_grow(0, 1); /* under everybody's feet */
	char *s = malloc(100);
	strcpy(s, "parity:");
	for (int i = 0; i < 4; i++)
		sprintf(s + strlen(s), " %d", apply(functions[i], x));
	printf("%s, %s, %d steps\n", s, *names[0], *counter);
	free(s);
	return x * 6;
}
