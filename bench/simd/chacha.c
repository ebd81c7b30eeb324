// ChaCha20's stream over n blocks of 64 bytes.
#include "vectors.h"

static const u32 start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 10, 11};

#ifdef VECTORS
#define ROTATE(v, n) ((v) << (n) | (v) >> (32 - (n)))
#define TURN(v, n) __builtin_shufflevector(v, v, (n) & 3, ((n) + 1) & 3, ((n) + 2) & 3, ((n) + 3) & 3)

static void quarters(u32x4 *a, u32x4 *b, u32x4 *c, u32x4 *d) {
  *a += *b, *d = ROTATE(*d ^ *a, 16);
  *c += *d, *b = ROTATE(*b ^ *c, 12);
  *a += *b, *d = ROTATE(*d ^ *a, 8);
  *c += *d, *b = ROTATE(*b ^ *c, 7);
}

static void block(u32 counter, u32 *out) {
  u32x4 a0 = LOAD(u32x4, start), b0 = LOAD(u32x4, start + 4), c0 = LOAD(u32x4, start + 8), d0 = LOAD(u32x4, start + 12);
  d0[0] = counter;
  u32x4 a = a0, b = b0, c = c0, d = d0;
  for (int i = 0; i < 10; i++) {
    quarters(&a, &b, &c, &d);
    b = TURN(b, 1), c = TURN(c, 2), d = TURN(d, 3);
    quarters(&a, &b, &c, &d);
    b = TURN(b, 3), c = TURN(c, 2), d = TURN(d, 1);
  }
  STORE(out, a + a0);
  STORE(out + 4, b + b0);
  STORE(out + 8, c + c0);
  STORE(out + 12, d + d0);
}
#else
static u32 rotate(u32 v, int n) { return v << n | v >> (32 - n); }

static void quarter(u32 *s, int a, int b, int c, int d) {
  s[a] += s[b], s[d] = rotate(s[d] ^ s[a], 16);
  s[c] += s[d], s[b] = rotate(s[b] ^ s[c], 12);
  s[a] += s[b], s[d] = rotate(s[d] ^ s[a], 8);
  s[c] += s[d], s[b] = rotate(s[b] ^ s[c], 7);
}

static void block(u32 counter, u32 *out) {
  u32 s[16];
  for (int i = 0; i < 16; i++)
    s[i] = start[i];
  s[12] = counter;
  for (int i = 0; i < 10; i++) {
    for (int j = 0; j < 4; j++)
      quarter(s, j, 4 + j, 8 + j, 12 + j);
    for (int j = 0; j < 4; j++)
      quarter(s, j, 4 + (j + 1) % 4, 8 + (j + 2) % 4, 12 + (j + 3) % 4);
  }
  for (int i = 0; i < 16; i++)
    out[i] = s[i] + (i == 12 ? counter : start[i]);
}
#endif

int run(int n) {
  u32 total = 0, out[16];
  for (int i = 0; i < n; i++) {
    block((u32)i, out);
    total = total * 31 + (out[i % 16] ^ out[(i + 5) % 16]);
  }
  return (int)total;
}
