// Writes to both output streams, runs its exit handlers and exits with 7.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void first(void) { printf("first registered, last run\n"); }
static void second(void) {
    printf("second registered, first run\n");
    fprintf(stderr, "leaving\n");
}

int main(void) {
    atexit(first);
    atexit(second);
    printf("to stdout, ");
    fprintf(stderr, "to stderr %d\n", 1);
    write(STDERR_FILENO, "unbuffered\n", 11);
    printf("and flushed at the end\n");
    exit(7);
}
