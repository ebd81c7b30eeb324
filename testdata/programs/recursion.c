// Deep and branching recursion: Ackermann, Hanoi, mutual recursion, queens,
// permutations, a depth of a hundred thousand frames.
#include <stdint.h>
#include <stdio.h>

static unsigned ackermann(unsigned m, unsigned n) {
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

static long moves;
static int pegs[3][20], height[3];

static void hanoi(int n, int from, int to, int by) {
    if (n == 0) return;
    hanoi(n - 1, from, by, to);
    pegs[to][height[to]++] = pegs[from][--height[from]];
    moves++;
    hanoi(n - 1, by, to, from);
}

__attribute__((noinline)) static int is_odd(unsigned n);
__attribute__((noinline)) static int is_even(unsigned n) { return n == 0 ? 1 : is_odd(n - 1); }
static int is_odd(unsigned n) { return n == 0 ? 0 : is_even(n - 1); }

static int queens(int n, unsigned columns, unsigned left, unsigned right) {
    unsigned all = (1u << n) - 1, free = all & ~(columns | left | right);
    if (columns == all) return 1;
    int found = 0;
    while (free) {
        unsigned bit = free & -free;
        free ^= bit;
        found += queens(n, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}

static int permutations, fixed;

static void permute(int *v, int k, int n) {
    if (k == n) {
        permutations++;
        for (int i = 0; i < n; i++) fixed += v[i] == i;
        return;
    }
    for (int i = k; i < n; i++) {
        int t = v[k];
        v[k] = v[i], v[i] = t;
        permute(v, k + 1, n);
        v[i] = v[k], v[k] = t;
    }
}

// The volatile local keeps the frame, so that the compiler cannot turn the recursion into a loop.
__attribute__((noinline)) static uint32_t descend(uint32_t n) {
    volatile uint32_t here = n;
    if (n == 0) return 1;
    uint32_t below = descend(n - 1);
    return below * 31 + here;
}

static uint64_t fib(int n) { return n < 2 ? (uint64_t)n : fib(n - 1) + fib(n - 2); }

int main(void) {
    for (unsigned m = 0; m < 4; m++)
        for (unsigned n = 0; n < 5; n++) printf("A(%u,%u)=%u%c", m, n, ackermann(m, n), n == 4 ? '\n' : ' ');
    printf("A(3,7)=%u\n", ackermann(3, 7));
    for (int i = 0; i < 16; i++) pegs[0][height[0]++] = 16 - i;
    hanoi(16, 0, 2, 1);
    printf("hanoi %ld moves, heights %d %d %d, top %d\n", moves, height[0], height[1], height[2], pegs[2][15]);
    printf("20001 is %s\n", is_even(20001) ? "even" : "odd");
    for (int n = 4; n <= 9; n++) printf("queens(%d)=%d\n", n, queens(n, 0, 0, 0));
    int v[7] = {0, 1, 2, 3, 4, 5, 6};
    permute(v, 0, 7);
    printf("permutations %d fixed points %d\n", permutations, fixed);
    printf("descend %u\n", descend(30000));
    printf("fib(27)=%llu\n", (unsigned long long)fib(27));
    return 0;
}
