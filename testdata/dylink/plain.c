/* A side module for bare. */
extern long number;
long successor(long x);
long apply(long (*f)(long), long x);

static long zeros[100000];
static long twice(long x) { return 2 * x + zeros[x]; }
long *pointer = &number;
long (*functions[])(long) = {twice, successor};

long answer(long x) {
	zeros[x + 1]++;
	return apply(functions[0], x) + apply(functions[1], *pointer);
}
