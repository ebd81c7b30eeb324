// A filter of 16 taps over 8192 samples of 16 bits, n times.
#include "vectors.h"

enum { SIZE = 8192, TAPS = 16 };

static i16 in[SIZE + TAPS], out[SIZE];
static const i16 taps[TAPS] = {3, -9, 21, -40, 77, -150, 410, 900, 900, 410, -150, 77, -40, 21, -9, 3};

static void filter(void) {
#ifdef VECTORS
  for (int i = 0; i < SIZE; i += 4) {
    typedef i16 i16x4 __attribute__((vector_size(8)));
    i32x4 sum = {0};
    for (int t = 0; t < TAPS; t++)
      sum += WIDEN(i32x4, LOAD(i16x4, in + i + t)) * (i32)taps[t];
    STORE(out + i, WIDEN(i16x4, sum >> 11));
  }
#else
  for (int i = 0; i < SIZE; i++) {
    i32 sum = 0;
    for (int t = 0; t < TAPS; t++)
      sum += in[i + t] * taps[t];
    out[i] = (i16)(sum >> 11);
  }
#endif
}

int run(int n) {
  fill((u8 *)in, sizeof in, 14);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    in[round % SIZE] ^= 1;
    filter();
    for (int i = 0; i < SIZE; i += 127)
      total = total * 31 + (u16)out[i];
  }
  return (int)total;
}
