// A binomial blur of 1 2 1 in both directions over a grey picture of 512 by 512, n times.
#include "vectors.h"

enum { WIDE = 512, HIGH = 512 };

static u8 from[HIGH][WIDE], to[HIGH][WIDE];

static void blur(void) {
  for (int y = 1; y < HIGH - 1; y++) {
#ifdef VECTORS
    for (int x = 1; x + 8 < WIDE; x += 8) {
      u16x8 sum = {0};
      for (int dx = -1; dx <= 1; dx++) {
        u16x8 column = WIDEN(u16x8, LOAD(u8x8, &from[y - 1][x + dx])) + WIDEN(u16x8, LOAD(u8x8, &from[y + 1][x + dx])) +
                       2 * WIDEN(u16x8, LOAD(u8x8, &from[y][x + dx]));
        sum += dx ? column : 2 * column;
      }
      STORE(&to[y][x], WIDEN(u8x8, (sum + 8) >> 4));
    }
#else
    for (int x = 1; x < 1 + (WIDE - 2) / 8 * 8; x++) {
      int sum = 8;
      for (int dx = -1; dx <= 1; dx++) {
        int column = from[y - 1][x + dx] + 2 * from[y][x + dx] + from[y + 1][x + dx];
        sum += dx ? column : 2 * column;
      }
      to[y][x] = (u8)(sum >> 4);
    }
#endif
  }
}

int run(int n) {
  fill(&from[0][0], sizeof from, 3);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    blur();
    total = total * 31 + to[1 + round % 500][100 + round % 300];
    for (int y = 1; y < HIGH - 1; y++)
      for (int x = 1; x < WIDE - 1; x += 64)
        from[y][x] ^= to[y][x];
  }
  return (int)total;
}
