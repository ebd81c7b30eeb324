// The functions that wasi-libc declares, deprecates and does not define. Each of them reports failure.
#include <stdio.h>

int system(const char *cmd) { return -1; }
FILE *tmpfile(void) { return NULL; }
