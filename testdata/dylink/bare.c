/* A main module without malloc, for 32 and 64 bits. */
long number = 5;

long successor(long x) { return x + 1; }

long apply(long (*f)(long), long x) { return f(x); }
