// Adler-32 over 64 KiB, n times: 16 bytes at a time.
#include "vectors.h"

enum { SIZE = 1 << 16, RUN = 5552 / 16 * 16 }; // so many sums fit in 32 bits

static u8 data[SIZE];

static u32 adler32(const u8 *p, int n) {
  u32 a = 1, b = 0;
  while (n > 0) {
    int run = n < RUN ? n : RUN;
    n -= run;
#ifdef VECTORS
    const i16x8 high = {16, 15, 14, 13, 12, 11, 10, 9}, low = {8, 7, 6, 5, 4, 3, 2, 1};
    u32x4 sum = {0}, sums = {0}, weighed = {0};
    b += a * (u32)run;
    for (; run > 0; run -= 16, p += 16) {
      sums += sum;
      u16x8 x = WIDEN(u16x8, LOAD(u8x8, p)), y = WIDEN(u16x8, LOAD(u8x8, p + 8));
      u16x8 both = x + y, products = x * (u16x8)high + y * (u16x8)low;
      sum += WIDEN(u32x4, __builtin_shufflevector(both, both, 0, 1, 2, 3)) + WIDEN(u32x4, __builtin_shufflevector(both, both, 4, 5, 6, 7));
      weighed += WIDEN(u32x4, __builtin_shufflevector(products, products, 0, 1, 2, 3)) +
                 WIDEN(u32x4, __builtin_shufflevector(products, products, 4, 5, 6, 7));
    }
    weighed += 16 * sums;
    a += sum[0] + sum[1] + sum[2] + sum[3];
    b += weighed[0] + weighed[1] + weighed[2] + weighed[3];
#else
    for (; run > 0; run--) {
      a += *p++;
      b += a;
    }
#endif
    a %= 65521;
    b %= 65521;
  }
  return b << 16 | a;
}

int run(int n) {
  fill(data, SIZE, 9);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    data[round % SIZE]++;
    total = total * 31 + adler32(data, SIZE);
  }
  return (int)total;
}
