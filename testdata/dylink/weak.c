/* A library that calls what may be missing, without asking. */
__attribute__((weak)) int optional(int x);

int answer(int x) { return optional(x) + 1; }
