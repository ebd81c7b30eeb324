// The dot product of two arrays of 16384 signed bytes, n times.
#include "vectors.h"

enum { SIZE = 16384 };

static i8 a[SIZE], b[SIZE];

static int dot(void) {
#ifdef VECTORS
  i32x4 s = {0, 0, 0, 0};
  for (int i = 0; i < SIZE; i += 8) {
    i16x8 p = WIDEN(i16x8, LOAD(i8x8, a + i)) * WIDEN(i16x8, LOAD(i8x8, b + i));
    s += WIDEN(i32x4, __builtin_shufflevector(p, p, 0, 1, 2, 3));
    s += WIDEN(i32x4, __builtin_shufflevector(p, p, 4, 5, 6, 7));
  }
  return s[0] + s[1] + s[2] + s[3];
#else
  int s = 0;
  for (int i = 0; i < SIZE; i++)
    s += a[i] * b[i];
  return s;
#endif
}

int run(int n) {
  fill((u8 *)a, SIZE, 1);
  fill((u8 *)b, SIZE, 2);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    a[round % SIZE] ^= 1;
    total = total * 31 + (u32)dot();
  }
  return (int)total;
}
