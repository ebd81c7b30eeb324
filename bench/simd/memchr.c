// Looks for a byte through 64 KiB, n times, as memchr does.
#include "vectors.h"

enum { SIZE = 1 << 16 };

static u8 data[SIZE];

static int find(u8 c) {
#ifdef VECTORS
  u8x16 cs = (u8x16){0} + c;
  for (int i = 0; i < SIZE; i += 16) {
    u8x16 same = (u8x16)(LOAD(u8x16, data + i) == cs);
    if (__builtin_reduce_or(same)) {
      for (int j = 0; j < 16; j++)
        if (data[i + j] == c)
          return i + j;
    }
  }
#else
  for (int i = 0; i < SIZE; i++)
    if (data[i] == c)
      return i;
#endif
  return -1;
}

int run(int n) {
  fill(data, SIZE, 7);
  for (int i = 0; i < SIZE; i++)
    data[i] &= 127;
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    int at = (round * 4099) % SIZE;
    data[at] |= 128;
    total = total * 31 + (u32)find(data[at]) + (u32)find(255);
    data[at] &= 127;
  }
  return (int)total;
}
