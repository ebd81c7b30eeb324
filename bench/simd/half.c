// Turns 16384 floats to half precision, rounded to even, n times. All of them are normal numbers of half precision.
#include "vectors.h"

enum { SIZE = 16384 };

static u32 in[SIZE];
static u16 out[SIZE];

static void convert(void) {
#ifdef VECTORS
  for (int i = 0; i < SIZE; i += 4) {
    u32x4 f = LOAD(u32x4, in + i);
    u32x4 bits = (f & 0x7fffffff) - (112 << 23);
    bits = (bits + 0xfff + (bits >> 13 & 1)) >> 13;
    bits |= f >> 16 & 0x8000;
    typedef u16 u16x4 __attribute__((vector_size(8)));
    STORE(out + i, WIDEN(u16x4, bits));
  }
#else
  for (int i = 0; i < SIZE; i++) {
    u32 f = in[i];
    u32 bits = (f & 0x7fffffff) - (112 << 23);
    bits = (bits + 0xfff + (bits >> 13 & 1)) >> 13;
    out[i] = (u16)(bits | (f >> 16 & 0x8000));
  }
#endif
}

int run(int n) {
  fill((u8 *)in, sizeof in, 10);
  for (int i = 0; i < SIZE; i++)
    in[i] = (in[i] & 0x807fffff) | (u32)(113 + i % 29) << 23;
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    in[round % SIZE] ^= 1 << (round % 23);
    convert();
    total = total * 31 + out[round % SIZE] + out[round * 7 % SIZE];
  }
  return (int)total;
}
