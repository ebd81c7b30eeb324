// A dozen kernels with the 128-bit vector instructions, each beside the same in plain C, which the compiler is told not to vectorize. What it
// prints is the plain ones' result, and whether the vectors' is another.

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wasm_simd128.h>

enum { N = 4096 };

static uint8_t bytes[N + 64], out[2][2 * N + 64];
static float floats[2][N], product[2][N];

static uint32_t seed = 12345;

static uint32_t next(void) {
    seed = seed * 1664525 + 1013904223;
    return seed >> 8;
}

static uint32_t hash(const void *p, size_t n) {
    const uint8_t *b = p;
    uint32_t h = 2166136261;
    for (size_t i = 0; i < n; i++) h = (h ^ b[i]) * 16777619;
    return h;
}

static void report(const char *name, uint32_t plain, uint32_t vectors) {
    printf("%-12s %08x%s\n", name, (unsigned)plain, plain == vectors ? "" : " DIFFERS");
}

static v128_t load(const void *p) { return wasm_v128_load(p); }

// dot is a dot product in four sums.
static float dot_plain(const float *a, const float *b) {
    float s[4] = {0};
    for (int i = 0; i < N; i++) s[i % 4] += a[i] * b[i];
    return (s[0] + s[1]) + (s[2] + s[3]);
}

static float dot_vectors(const float *a, const float *b) {
    v128_t s = wasm_f32x4_const_splat(0);
    for (int i = 0; i < N; i += 4) s = wasm_f32x4_add(s, wasm_f32x4_mul(load(a + i), load(b + i)));
    return (wasm_f32x4_extract_lane(s, 0) + wasm_f32x4_extract_lane(s, 1)) + (wasm_f32x4_extract_lane(s, 2) + wasm_f32x4_extract_lane(s, 3));
}

// dot8 is one of signed bytes.
static int32_t dot8_plain(const int8_t *a, const int8_t *b) {
    int32_t s = 0;
    for (int i = 0; i < N / 2; i++) s += a[i] * b[i];
    return s;
}

static int32_t dot8_vectors(const int8_t *a, const int8_t *b) {
    v128_t s = wasm_i32x4_const_splat(0);
    for (int i = 0; i < N / 2; i += 16) {
        v128_t x = load(a + i), y = load(b + i);
        s = wasm_i32x4_add(s, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_low_i8x16(x), wasm_i16x8_extend_low_i8x16(y)));
        s = wasm_i32x4_add(s, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_high_i8x16(x), wasm_i16x8_extend_high_i8x16(y)));
    }
    return wasm_i32x4_extract_lane(s, 0) + wasm_i32x4_extract_lane(s, 1) + wasm_i32x4_extract_lane(s, 2) + wasm_i32x4_extract_lane(s, 3);
}

// gemm multiplies matrices of 64 rows and columns.
enum { M = 64 };

static void gemm_plain(float *c, const float *a, const float *b) {
    for (int i = 0; i < M; i++)
        for (int j = 0; j < M; j++) {
            float s = 0;
            for (int k = 0; k < M; k++) s += a[i * M + k] * b[k * M + j];
            c[i * M + j] = s;
        }
}

static void gemm_vectors(float *c, const float *a, const float *b) {
    for (int i = 0; i < M; i++)
        for (int j = 0; j < M; j += 8) {
            v128_t s = wasm_f32x4_const_splat(0), t = s;
            for (int k = 0; k < M; k++) {
                v128_t x = wasm_v128_load32_splat(a + i * M + k);
                s = wasm_f32x4_add(s, wasm_f32x4_mul(x, load(b + k * M + j)));
                t = wasm_f32x4_add(t, wasm_f32x4_mul(x, load(b + k * M + j + 4)));
            }
            wasm_v128_store(c + i * M + j, s);
            wasm_v128_store(c + i * M + j + 4, t);
        }
}

// blur is the mean of neighbours, rounded up twice.
static void blur_plain(uint8_t *to, const uint8_t *from) {
    for (int i = 0; i < N; i++) {
        int ends = (from[i] + from[i + 2] + 1) / 2;
        to[i] = (ends + from[i + 1] + 1) / 2;
    }
}

static void blur_vectors(uint8_t *to, const uint8_t *from) {
    for (int i = 0; i < N; i += 16) {
        v128_t ends = wasm_u8x16_avgr(load(from + i), load(from + i + 2));
        wasm_v128_store(to + i, wasm_u8x16_avgr(ends, load(from + i + 1)));
    }
}

// find sums up where a byte is found, one after the other.
static uint32_t find_plain(uint8_t c) {
    uint32_t s = 0;
    for (int i = 0; i < N; i++)
        if (bytes[i] == c) s = s * 31 + i;
    return s;
}

static uint32_t find_vectors(uint8_t c) {
    uint32_t s = 0;
    for (int i = 0; i < N; i += 16) {
        v128_t is = wasm_i8x16_eq(load(bytes + i), wasm_i8x16_splat(c));
        if (!wasm_v128_any_true(is)) continue;
        for (uint32_t mask = wasm_i8x16_bitmask(is); mask; mask &= mask - 1) s = s * 31 + i + __builtin_ctz(mask);
    }
    return s;
}

// base64 encodes 12 bytes as 16.
static void base64_plain(uint8_t *to, const uint8_t *from) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < N / 12 * 12; i += 3, to += 4) {
        uint32_t x = from[i] << 16 | from[i + 1] << 8 | from[i + 2];
        for (int k = 0; k < 4; k++) to[k] = digits[x >> (18 - 6 * k) & 63];
    }
}

static void base64_vectors(uint8_t *to, const uint8_t *from) {
    for (int i = 0; i < N / 12 * 12; i += 12, to += 16) {
        v128_t x = load(from + i);
        x = wasm_i8x16_shuffle(x, x, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10); // 16-bit lanes: b a, c b
        v128_t high = wasm_u16x8_shr(wasm_v128_and(x, wasm_i32x4_const_splat(0x0000fc00)), 10); // the first digit
        v128_t second = wasm_v128_and(wasm_i32x4_shl(x, 4), wasm_i32x4_const_splat(0x00003f00));
        v128_t third = wasm_v128_and(wasm_u32x4_shr(x, 6), wasm_i32x4_const_splat(0x003f0000));
        v128_t fourth = wasm_v128_and(wasm_i32x4_shl(x, 8), wasm_i32x4_const_splat(0x3f000000));
        x = wasm_v128_or(wasm_v128_or(high, second), wasm_v128_or(third, fourth));
        // The distance from a digit's value to its letter depends on how far up it is.
        v128_t at = wasm_u8x16_sub_sat(x, wasm_i8x16_const_splat(51));
        at = wasm_v128_or(at, wasm_v128_and(wasm_i8x16_lt(x, wasm_i8x16_const_splat(26)), wasm_i8x16_const_splat(13)));
        v128_t offsets = wasm_i8x16_const('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
            '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
        wasm_v128_store(to, wasm_i8x16_add(x, wasm_i8x16_swizzle(offsets, at)));
    }
}

// schedule is the message schedule of SHA-256: its first words are the other byte order.
static uint32_t rotr(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void schedule_plain(uint32_t *w, const uint8_t *block) {
    for (int i = 0; i < 16; i++) w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotr(a, 7) ^ rotr(a, 18) ^ a >> 3) + w[i - 7] + (rotr(b, 17) ^ rotr(b, 19) ^ b >> 10);
    }
}

static v128_t rotr4(v128_t x, int n) { return wasm_v128_or(wasm_u32x4_shr(x, n), wasm_i32x4_shl(x, 32 - n)); }

static v128_t sigma1(v128_t x) { return wasm_v128_xor(wasm_v128_xor(rotr4(x, 17), rotr4(x, 19)), wasm_u32x4_shr(x, 10)); }

static void schedule_vectors(uint32_t *w, const uint8_t *block) {
    for (int i = 0; i < 4; i++) {
        v128_t x = load(block + 16 * i);
        wasm_v128_store(w + 4 * i, wasm_i8x16_shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
    }
    for (int i = 16; i < 64; i += 4) {
        v128_t a = load(w + i - 15), b = load(w + i - 4);
        v128_t x = wasm_v128_xor(wasm_v128_xor(rotr4(a, 7), rotr4(a, 18)), wasm_u32x4_shr(a, 3));
        x = wasm_i32x4_add(wasm_i32x4_add(load(w + i - 16), x), load(w + i - 7));
        v128_t zero = wasm_i32x4_const_splat(0);
        x = wasm_i32x4_add(x, sigma1(wasm_i32x4_shuffle(b, zero, 2, 3, 4, 5)) & wasm_i32x4_const(-1, -1, 0, 0));
        wasm_v128_store(w + i, wasm_i32x4_add(x, sigma1(wasm_i32x4_shuffle(x, zero, 4, 5, 0, 1)) & wasm_i32x4_const(0, 0, -1, -1)));
    }
}

// chacha is the block function of ChaCha20.
#define QUARTER(rot, add, a, b, c, d) \
    a = add(a, b), d = rot(d ^ a, 16), c = add(c, d), b = rot(b ^ c, 12), \
    a = add(a, b), d = rot(d ^ a, 8), c = add(c, d), b = rot(b ^ c, 7)

static uint32_t rotl(uint32_t x, int n) { return x << n | x >> (32 - n); }
static uint32_t add(uint32_t a, uint32_t b) { return a + b; }

static void chacha_plain(uint32_t *to, const uint32_t *key) {
    uint32_t x[16];
    memcpy(x, key, sizeof x);
    for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 4; k++) QUARTER(rotl, add, x[k], x[4 + k], x[8 + k], x[12 + k]);
        for (int k = 0; k < 4; k++) QUARTER(rotl, add, x[k], x[4 + (k + 1) % 4], x[8 + (k + 2) % 4], x[12 + (k + 3) % 4]);
    }
    for (int i = 0; i < 16; i++) to[i] = x[i] + key[i];
}

static v128_t rotl4(v128_t x, int n) {
    if (n == 16) return wasm_i8x16_shuffle(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    return wasm_v128_or(wasm_i32x4_shl(x, n), wasm_u32x4_shr(x, 32 - n));
}

static void chacha_vectors(uint32_t *to, const uint32_t *key) {
    v128_t a = load(key), b = load(key + 4), c = load(key + 8), d = load(key + 12);
    for (int i = 0; i < 10; i++) {
        QUARTER(rotl4, wasm_i32x4_add, a, b, c, d);
        b = wasm_i32x4_shuffle(b, b, 1, 2, 3, 0), c = wasm_i32x4_shuffle(c, c, 2, 3, 0, 1), d = wasm_i32x4_shuffle(d, d, 3, 0, 1, 2);
        QUARTER(rotl4, wasm_i32x4_add, a, b, c, d);
        b = wasm_i32x4_shuffle(b, b, 3, 0, 1, 2), c = wasm_i32x4_shuffle(c, c, 2, 3, 0, 1), d = wasm_i32x4_shuffle(d, d, 1, 2, 3, 0);
    }
    wasm_v128_store(to, wasm_i32x4_add(a, load(key)));
    wasm_v128_store(to + 4, wasm_i32x4_add(b, load(key + 4)));
    wasm_v128_store(to + 8, wasm_i32x4_add(c, load(key + 8)));
    wasm_v128_store(to + 12, wasm_i32x4_add(d, load(key + 12)));
}

// adler is Adler-32.
static uint32_t adler_plain(void) {
    uint32_t a = 1, b = 0;
    for (int i = 0; i < N; i++) a = (a + bytes[i]) % 65521, b = (b + a) % 65521;
    return b << 16 | a;
}

static uint32_t sum4(v128_t x) {
    x = wasm_i32x4_add(x, wasm_i32x4_shuffle(x, x, 2, 3, 0, 1));
    return wasm_i32x4_extract_lane(wasm_i32x4_add(x, wasm_i32x4_shuffle(x, x, 1, 0, 3, 2)), 0);
}

static uint32_t adler_vectors(void) {
    uint32_t a = 1, b = 0;
    v128_t low = wasm_i16x8_const(16, 15, 14, 13, 12, 11, 10, 9), high = wasm_i16x8_const(8, 7, 6, 5, 4, 3, 2, 1);
    for (int i = 0; i < N; i += 16) {
        v128_t x = load(bytes + i);
        v128_t weighted = wasm_i32x4_add(wasm_i32x4_dot_i16x8(wasm_u16x8_extend_low_u8x16(x), low), wasm_i32x4_dot_i16x8(wasm_u16x8_extend_high_u8x16(x), high));
        b = (b + 16 * a + sum4(weighted)) % 65521;
        a = (a + sum4(wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(x)))) % 65521;
    }
    return b << 16 | a;
}

// mandel counts the steps of points to the outside of the Mandelbrot set.
enum { STEPS = 100 };

static void mandel_plain(uint8_t *to) {
    for (int i = 0; i < 1024; i++) {
        float cr = (i % 32) * 0.09375f - 2, ci = (i / 32) * 0.0625f - 1, r = 0, m = 0;
        int n = 0;
        for (; n < STEPS && r * r + m * m <= 4; n++) {
            float t = r * r - m * m + cr;
            m = 2 * r * m + ci;
            r = t;
        }
        to[i] = n;
    }
}

static void mandel_vectors(uint8_t *to) {
    for (int i = 0; i < 1024; i += 4) {
        v128_t lanes = wasm_i32x4_add(wasm_i32x4_splat(i % 32), wasm_i32x4_const(0, 1, 2, 3));
        v128_t cr = wasm_f32x4_sub(wasm_f32x4_mul(wasm_f32x4_convert_i32x4(lanes), wasm_f32x4_const_splat(0.09375f)), wasm_f32x4_const_splat(2));
        v128_t ci = wasm_f32x4_splat((i / 32) * 0.0625f - 1), r = wasm_f32x4_const_splat(0), m = r, n = r;
        for (int step = 0; step < STEPS; step++) {
            v128_t rr = wasm_f32x4_mul(r, r), mm = wasm_f32x4_mul(m, m);
            v128_t inside = wasm_f32x4_le(wasm_f32x4_add(rr, mm), wasm_f32x4_const_splat(4));
            if (!wasm_v128_any_true(inside)) break;
            n = wasm_i32x4_sub(n, inside);
            m = wasm_f32x4_add(wasm_f32x4_mul(wasm_f32x4_mul(wasm_f32x4_const_splat(2), r), m), ci);
            r = wasm_f32x4_add(wasm_f32x4_sub(rr, mm), cr);
        }
        v128_t narrow = wasm_i16x8_narrow_i32x4(n, n);
        wasm_v128_store32_lane(to + i, wasm_u8x16_narrow_i16x8(narrow, narrow), 0);
    }
}

// rgb makes red and green and blue of luminance and chrominance.
static uint8_t clamp(int x) { return x < 0 ? 0 : x > 255 ? 255 : x; }

static void rgb_plain(uint8_t *to, const uint8_t *y, const uint8_t *u, const uint8_t *v) {
    for (int i = 0; i < 1024; i++) {
        int l = (y[i] - 16) * 75, cb = u[i] - 128, cr = v[i] - 128;
        to[i] = clamp((l + 102 * cr) >> 6);
        to[1024 + i] = clamp((l - 52 * cr - 25 * cb) >> 6);
        to[2048 + i] = clamp((l + 129 * cb) >> 6);
    }
}

static v128_t centered(const uint8_t *p, int middle) { return wasm_i16x8_sub(wasm_u16x8_load8x8(p), wasm_i16x8_splat(middle)); }

static void rgb_store(uint8_t *to, v128_t low, v128_t high) {
    v128_t x = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(low, 6), wasm_i32x4_shr(high, 6));
    wasm_v128_store64_lane(to, wasm_u8x16_narrow_i16x8(x, x), 0);
}

static void rgb_vectors(uint8_t *to, const uint8_t *y, const uint8_t *u, const uint8_t *v) {
    for (int i = 0; i < 1024; i += 8) {
        v128_t l = centered(y + i, 16), cb = centered(u + i, 128), cr = centered(v + i, 128);
#define PART(half, x, factor) wasm_i32x4_extmul_##half##_i16x8(x, wasm_i16x8_const_splat(factor))
#define BOTH(to, e, f) rgb_store(to, e(low), f(high))
#define RED(half) wasm_i32x4_add(PART(half, l, 75), PART(half, cr, 102))
#define GREEN(half) wasm_i32x4_sub(wasm_i32x4_sub(PART(half, l, 75), PART(half, cr, 52)), PART(half, cb, 25))
#define BLUE(half) wasm_i32x4_add(PART(half, l, 75), PART(half, cb, 129))
        BOTH(to + i, RED, RED);
        BOTH(to + 1024 + i, GREEN, GREEN);
        BOTH(to + 2048 + i, BLUE, BLUE);
    }
}

// half makes half-precision floats of normal ones, rounding to even.
static uint16_t half1(float f) {
    uint32_t x;
    memcpy(&x, &f, 4);
    uint32_t sign = x >> 16 & 0x8000, m = x & 0x7fffffff;
    m = (m + 0xfff + (m >> 13 & 1) - 0x38000000) >> 13;
    return sign | (m > 0x7c00 ? 0x7c00 : m);
}

static void half_plain(uint16_t *to, const float *from) {
    for (int i = 0; i < N; i++) to[i] = half1(from[i]);
}

static v128_t half4(v128_t x) {
    v128_t m = wasm_v128_and(x, wasm_i32x4_const_splat(0x7fffffff)), odd = wasm_v128_and(wasm_u32x4_shr(m, 13), wasm_i32x4_const_splat(1));
    m = wasm_u32x4_shr(wasm_i32x4_add(wasm_i32x4_add(m, odd), wasm_i32x4_const_splat(0xfff - 0x38000000)), 13);
    m = wasm_u32x4_min(m, wasm_i32x4_const_splat(0x7c00));
    return wasm_v128_or(m, wasm_v128_and(wasm_u32x4_shr(x, 16), wasm_i32x4_const_splat(0x8000)));
}

static void half_vectors(uint16_t *to, const float *from) {
    for (int i = 0; i < N; i += 8) wasm_v128_store(to + i, wasm_u16x8_narrow_i32x4(half4(load(from + i)), half4(load(from + i + 4))));
}

// ascii tells how many bytes at the beginning of some text are ASCII.
static int ascii_plain(const uint8_t *p, int n) {
    int i = 0;
    while (i < n && p[i] < 128) i++;
    return i;
}

static int ascii_vectors(const uint8_t *p, int n) {
    for (int i = 0; i + 16 <= n; i += 16) {
        uint32_t mask = wasm_i8x16_bitmask(load(p + i));
        if (mask) return i + __builtin_ctz(mask);
    }
    return n / 16 * 16 + ascii_plain(p + n / 16 * 16, n % 16);
}

// nearest rounds doubles, as floats and as integers.
static void nearest_plain(int32_t *to, const float *from) {
    for (int i = 0; i < 1024; i++) to[i] = (int32_t)__builtin_rint((double)from[i] * 1000.5);
}

static void nearest_vectors(int32_t *to, const float *from) {
    for (int i = 0; i < 1024; i += 4) {
        v128_t x = load(from + i), factor = wasm_f64x2_const_splat(1000.5);
        v128_t low = wasm_f64x2_nearest(wasm_f64x2_mul(wasm_f64x2_promote_low_f32x4(x), factor));
        v128_t high = wasm_f64x2_nearest(wasm_f64x2_mul(wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(x, x, 1, 0)), factor));
        low = wasm_i32x4_trunc_sat_f64x2_zero(low), high = wasm_i32x4_trunc_sat_f64x2_zero(high);
        wasm_v128_store(to + i, wasm_i64x2_shuffle(low, high, 0, 2));
    }
}

static uint32_t bits_of(float f) {
    uint32_t x;
    memcpy(&x, &f, 4);
    return x;
}

#define FILLED(name, size, call) \
    memset(out, 0, sizeof out); \
    name##_plain call(0); \
    name##_vectors call(1); \
    report(#name, hash(out[0], size), hash(out[1], size))

int main(void) {
    for (int i = 0; i < N + 64; i++) bytes[i] = next() >> 3;
    for (int i = 0; i < N; i++) {
        floats[0][i] = (int32_t)(next() % 200001 - 100000) / 1024.0f;
        floats[1][i] = (int32_t)(next() % 2001 - 1000) / 64.0f;
        if (floats[0][i] == 0) floats[0][i] = 1;
    }
    report("dot", bits_of(dot_plain(floats[0], floats[1])), bits_of(dot_vectors(floats[0], floats[1])));
    const int8_t *signed_bytes = (const int8_t *)bytes;
    report("dot8", dot8_plain(signed_bytes, signed_bytes + N / 2), dot8_vectors(signed_bytes, signed_bytes + N / 2));
    gemm_plain(product[0], floats[0], floats[1]);
    gemm_vectors(product[1], floats[0], floats[1]);
    report("gemm", hash(product[0], sizeof product[0]), hash(product[1], sizeof product[1]));
#define CALL(k) (out[k], bytes)
    FILLED(blur, N, CALL);
    report("find", find_plain(77), find_vectors(77));
    FILLED(base64, N / 12 * 16, CALL);
#undef CALL
#define CALL(k) ((uint32_t *)out[k], bytes)
    FILLED(schedule, 256, CALL);
#undef CALL
#define CALL(k) ((uint32_t *)out[k], (const uint32_t *)bytes)
    FILLED(chacha, 64, CALL);
#undef CALL
    report("adler", adler_plain(), adler_vectors());
#define CALL(k) (out[k])
    FILLED(mandel, 1024, CALL);
#undef CALL
#define CALL(k) (out[k], bytes, bytes + 1024, bytes + 2048)
    FILLED(rgb, 3072, CALL);
#undef CALL
#define CALL(k) ((uint16_t *)out[k], floats[0])
    FILLED(half, 2 * N, CALL);
#undef CALL
#define CALL(k) ((int32_t *)out[k], floats[0])
    FILLED(nearest, 4096, CALL);
#undef CALL
    uint32_t found[2] = {0};
    for (int i = 0; i < N; i++) bytes[i] &= 127;
    for (int at = N - 1; at >= 0; at -= 97) {
        bytes[at] |= 128;
        found[0] = found[0] * 31 + ascii_plain(bytes, N - at % 16);
        found[1] = found[1] * 31 + ascii_vectors(bytes, N - at % 16);
    }
    report("ascii", found[0], found[1]);
    return 0;
}
