// Prints its arguments and its environment, and evaluates small options.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(int argc, char **argv) {
    printf("%d arguments\n", argc - 1);
    for (int i = 1; i < argc; i++) printf("%d: '%s' (%d bytes)\n", i, argv[i], (int)strlen(argv[i]));
    printf("terminated %d\n", argv[argc] == NULL);
    int repeat = 1, upper = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-n", 2) == 0) repeat = atoi(argv[i] + 2);
        else if (strcmp(argv[i], "-u") == 0) upper = 1;
    }
    const char *who = getenv("WHO");
    for (int i = 0; i < repeat; i++) printf("%s %s\n", upper ? "HELLO" : "hello", who ? who : "nobody");
    const char *unset = getenv("NOT_SET"), *empty = getenv("EMPTY");
    printf("not set: %s, empty: '%s'\n", unset ? unset : "(null)", empty ? empty : "(null)");
    setenv("ADDED", "by the program", 1);
    setenv("WHO", "overwritten", 0);
    printf("%s / %s\n", getenv("ADDED"), getenv("WHO"));
    int n = 0;
    while (environ[n]) n++;
    char **sorted = malloc((size_t)(n + 1) * sizeof *sorted);
    memcpy(sorted, environ, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, by_text);
    for (int i = 0; i < n; i++) printf("%s\n", sorted[i]);
    free(sorted);
    return argc > 1 ? argc - 1 : 100;
}
