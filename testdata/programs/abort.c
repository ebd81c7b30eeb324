// Fails an assertion on purpose: the text before it is printed, the module traps.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static int halve(int n) {
    if (n % 2 != 0) abort();
    return n / 2;
}

int main(int argc, char **argv) {
    (void)argv;
    printf("%d\n", halve(argc * 2));
    fflush(stdout);
    printf("%d\n", halve(argc * 2 + 1));
    return 0;
}
