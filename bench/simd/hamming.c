// In how many bits two arrays of 16 KiB differ, n times.
#include "vectors.h"

enum { SIZE = 1 << 14 };

static u8 a[SIZE], b[SIZE];

static u32 distance(void) {
  u32 sum = 0;
#ifdef VECTORS
  for (int i = 0; i < SIZE; i += 16 * 16) {
    u8x16 bits = {0};
    for (int j = i; j < i + 16 * 16; j += 16)
      bits += __builtin_elementwise_popcount(LOAD(u8x16, a + j) ^ LOAD(u8x16, b + j));
    u16x8 pairs = (u16x8)bits;
    pairs = (pairs & 255) + (pairs >> 8);
    for (int j = 0; j < 8; j++)
      sum += pairs[j];
  }
#else
  for (int i = 0; i < SIZE; i++)
    sum += (u32)__builtin_popcount(a[i] ^ b[i]);
#endif
  return sum;
}

int run(int n) {
  fill(a, SIZE, 12);
  fill(b, SIZE, 13);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    a[round % SIZE] ^= (u8)round;
    total = total * 31 + distance();
  }
  return (int)total;
}
