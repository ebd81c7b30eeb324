// Large arrays on the stack, arrays whose size is known at run time, alloca,
// and pointers into the frames of callers.
#include <alloca.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static int sieve(int n) {
    unsigned char composite[200000];
    int count = 0;
    memset(composite, 0, (size_t)n);
    for (int i = 2; i < n; i++) {
        if (composite[i]) continue;
        count++;
        for (int k = 2 * i; k < n; k += i) composite[k] = 1;
    }
    return count;
}

__attribute__((noinline)) static long dynamic(int n) {
    int v[n];
    long s = 0;
    for (int i = 0; i < n; i++) v[i] = i * i;
    for (int i = n - 1; i >= 0; i -= 3) s += v[i];
    return s;
}

__attribute__((noinline)) static int longest_common(const char *a, const char *b) {
    int n = (int)strlen(a), m = (int)strlen(b);
    int best[n + 1][m + 1];
    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= m; j++)
            best[i][j] = i == 0 || j == 0 ? 0 : a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1
                         : best[i - 1][j] > best[i][j - 1] ? best[i - 1][j] : best[i][j - 1];
    return best[n][m];
}

struct link { struct link *up; int value; };

__attribute__((noinline)) static int chain(struct link *up, int n) {
    char room[64];
    struct link here = {up, n};
    memset(room, n, sizeof room);
    if (n > 0) return chain(&here, n - 1) + (room[n & 63] == (char)n);
    int s = 0;
    for (struct link *l = &here; l; l = l->up) s += l->value;
    return s;
}

__attribute__((noinline)) static char *pieces(char *out, int n) {
    char *part[32];
    for (int i = 0; i < n; i++) {
        part[i] = alloca((size_t)i + 2);
        memset(part[i], 'a' + i, (size_t)i + 1);
        part[i][i + 1] = 0;
    }
    *out = 0;
    for (int i = n - 1; i >= 0; i--) strcat(out, part[i]);
    return out;
}

// The tail of each frame must survive the deeper ones.
__attribute__((noinline)) static uint32_t nested(int depth) {
    uint32_t v[1024];
    for (uint32_t i = 0; i < 1024; i++) v[i] = i * (uint32_t)(depth + 1);
    uint32_t below = depth ? nested(depth - 1) : 0, s = 0;
    for (uint32_t i = 0; i < 1024; i++) s += v[i] == i * (uint32_t)(depth + 1);
    return below + s;
}

int main(void) {
    printf("primes below 200000: %d\n", sieve(200000));
    printf("dynamic %ld %ld %ld\n", dynamic(1), dynamic(100), dynamic(2000));
    printf("common %d %d\n", longest_common("nematode knowledge", "empty bottle"), longest_common("abc", ""));
    printf("chain %d\n", chain(NULL, 1000));
    char text[600];
    printf("pieces %s\n", pieces(text, 12));
    printf("nested %u\n", nested(100));
    uint64_t wide[4096];
    for (int i = 0; i < 4096; i++) wide[i] = (uint64_t)i << 32 | (uint64_t)i;
    uint64_t x = 0;
    for (int i = 0; i < 4096; i++) x ^= wide[(i * 17) & 4095] * (uint64_t)(i | 1);
    printf("wide %llx\n", (unsigned long long)x);
    return 0;
}
