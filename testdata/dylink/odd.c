/* A library that needs even, which needs this one. */
int is_even(int n);

const char *odd_name = "odd";

int is_odd(int n) { return n == 0 ? 0 : is_even(n - 1); }
