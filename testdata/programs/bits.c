// Integer arithmetic at its edges: 64-bit products and quotients, shifts,
// rotations, counts, extensions, hashes, big numbers, bit fields.
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t rotl(uint64_t x, int k) { return x << (k & 63) | x >> (-k & 63); }
static uint32_t rotr32(uint32_t x, int k) { return x >> (k & 31) | x << (-k & 31); }

static uint64_t splitmix(uint64_t *s) {
    uint64_t z = *s += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

// Long division of a 128-bit number, a bit at a time; returns the remainder.
static uint64_t divide(unsigned __int128 *n, uint64_t d) {
    unsigned __int128 q = 0, r = 0;
    for (int i = 127; i >= 0; i--) {
        r = r << 1 | (*n >> i & 1);
        if (r >= d) r -= d, q |= (unsigned __int128)1 << i;
    }
    *n = q;
    return (uint64_t)r;
}

static uint64_t mulmod(uint64_t a, uint64_t b, uint64_t m) {
    unsigned __int128 n = (unsigned __int128)a * b;
    return divide(&n, m);
}

static int is_prime(uint64_t n) {
    uint64_t d = n - 1;
    int r = 0;
    while (!(d & 1)) d >>= 1, r++;
    for (uint64_t a = 2; a < 14; a++) {
        if (n % a == 0) return n == a;
        uint64_t x = 1, p = a;
        for (uint64_t e = d; e; e >>= 1, p = mulmod(p, p, n))
            if (e & 1) x = mulmod(x, p, n);
        if (x == 1 || x == n - 1) continue;
        int i = 1;
        for (; i < r; i++)
            if ((x = mulmod(x, x, n)) == n - 1) break;
        if (i >= r) return 0;
    }
    return 1;
}

// Prints n! for n up to a few hundred, in base 10^9.
static void factorial(int n) {
    static uint32_t digit[100];
    int used = 1;
    memset(digit, 0, sizeof digit);
    digit[0] = 1;
    for (int i = 2; i <= n; i++) {
        uint64_t carry = 0;
        for (int k = 0; k < used; k++) {
            carry += (uint64_t)digit[k] * (uint32_t)i;
            digit[k] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry) digit[used++] = (uint32_t)carry;
    }
    printf("%d! = %u", n, digit[used - 1]);
    for (int k = used - 2; k >= 0; k--) printf("%09u", digit[k]);
    printf("\n");
}

struct packed {
    unsigned a : 3;
    signed b : 5;
    unsigned c : 24;
    unsigned long long d : 40;
};

int main(void) {
    uint64_t s = 42;
    for (int i = 0; i < 8; i++) {
        uint64_t x = splitmix(&s), y = splitmix(&s) >> (i * 8) | 1;
        int64_t a = (int64_t)x, b = (int64_t)y;
        printf("%016" PRIx64 " %016" PRIx64 ": * %" PRIx64 " /u %" PRIu64 " %%u %" PRIu64 " /s %" PRId64 " %%s %" PRId64 "\n", x, y,
               x * y, x / y, x % y, a / b, a % b);
        printf("  clz %d ctz %d pop %d rotl %" PRIx64 " rotr %x sar %" PRId64 " shr %" PRIx64 " swap %" PRIx64 "\n",
               __builtin_clzll(x), __builtin_ctzll(x), __builtin_popcountll(x), rotl(x, i * 9), rotr32((uint32_t)x, i * 5),
               a >> (i * 7), x >> (i * 7), __builtin_bswap64(x));
        printf("  ext %d %d %" PRId64 " %" PRId64 " low %u high %u cmp %d %d\n", (int8_t)x, (int16_t)x, (int64_t)(int32_t)x,
               (int64_t)(int8_t)(x >> 8), (uint32_t)x, (uint32_t)(x >> 32), a < b, x < y);
    }
    volatile int64_t min = INT64_MIN, one = 1;
    volatile int32_t imin = INT32_MIN;
    printf("edges %" PRId64 " %" PRId64 " %d %u\n", min / one, min % one, imin / 2, (uint32_t)imin / 3);
    printf("wrap %u %" PRIu64 "\n", (uint32_t)imin + (uint32_t)imin, (uint64_t)min - 1);
    int64_t sum;
    int32_t sum32;
    printf("overflow %d %d %d %d\n", __builtin_add_overflow(INT64_MAX, one, &sum), __builtin_mul_overflow(min, -one, &sum),
           __builtin_sub_overflow(imin, 1, &sum32), __builtin_add_overflow(7, (int)one, &sum32));
    unsigned __int128 wide = (unsigned __int128)UINT64_MAX * UINT64_MAX;
    printf("wide %016" PRIx64 "%016" PRIx64, (uint64_t)(wide >> 64), (uint64_t)wide);
    uint64_t low = divide(&wide, 1000000000000000000u), middle = divide(&wide, 1000000000000000000u);
    printf(" %" PRIu64 "%018" PRIu64 "%018" PRIu64 "\n", (uint64_t)wide, middle, low);
    uint64_t candidates[] = {2147483647u, 4294967297u, 1000000007u, 18446744073709551557u, 18446744073709551556u - 3, 3215031751u};
    for (int i = 0; i < 6; i++) printf("%" PRIu64 " %s\n", candidates[i], is_prime(candidates[i]) ? "prime" : "composite");
    factorial(30);
    factorial(100);

    struct packed p = {.a = 9 & 7, .b = -3, .c = 0xabcdef, .d = 0xfedcba9876u};
    p.a += 7;
    p.d <<= 4;
    printf("fields %u %d %x %llx\n", p.a, p.b, p.c, (unsigned long long)p.d);
    uint32_t crc = ~0u;
    for (const char *t = "123456789"; *t; t++) {
        crc ^= (unsigned char)*t;
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
    }
    printf("crc32 %08x\n", ~crc);
    unsigned char raw[16];
    for (int i = 0; i < 16; i++) raw[i] = (unsigned char)(0xf0 + i);
    uint64_t u;
    memcpy(&u, raw + 3, 8);
    uint16_t h;
    memcpy(&h, raw + 7, 2);
    printf("unaligned %" PRIx64 " %x\n", u, h);
    return 0;
}
