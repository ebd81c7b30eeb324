// Counts the characters of 64 KiB of UTF-8, n times, and says whether a lead byte is followed by as many others as it asks for.
#include "vectors.h"

enum { SIZE = 1 << 16 };

static u8 text[SIZE + 16];

// check returns how many characters there are, -1 where bytes do not fit together.
static int check(void) {
#ifdef VECTORS
  u8x16 before = {0}, bad = {0};
  u32 followers = 0;
  for (int i = 0; i < SIZE; i += 16) {
    u8x16 c = LOAD(u8x16, text + i);
    u8x16 one = __builtin_shufflevector(before, c, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    u8x16 two = __builtin_shufflevector(before, c, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    u8x16 three = __builtin_shufflevector(before, c, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
    u8x16 wanted = (u8x16)(one >= 0xc0) | (u8x16)(two >= 0xe0) | (u8x16)(three >= 0xf0);
    u8x16 follows = (u8x16)((c & 0xc0) == 0x80);
    bad |= wanted ^ follows;
    u8x16 count = follows & 1;
    followers += __builtin_reduce_add(count);
    before = c;
  }
  return __builtin_reduce_or(bad) ? -1 : (int)(SIZE - followers);
#else
  int count = 0;
  u32 bad = 0;
  for (int i = 0; i < SIZE; i++) {
    u8 c = text[i], one = i > 0 ? text[i - 1] : 0, two = i > 1 ? text[i - 2] : 0, three = i > 2 ? text[i - 3] : 0;
    u32 follows = (c & 0xc0) == 0x80;
    bad |= (u32)((one >= 0xc0) | (two >= 0xe0) | (three >= 0xf0)) ^ follows;
    count += !follows;
  }
  return bad ? -1 : count;
#endif
}

int run(int n) {
  static const u8 characters[4][4] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
  for (int i = 0, k = 0; i + 4 <= SIZE; k = (k * 5 + 3) % 11)
    for (int j = 0; j < 4 && characters[k % 4][j]; j++)
      text[i++] = characters[k % 4][j];
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    text[SIZE - 1] = round % 3 ? 'a' : 0x80;
    total = total * 31 + (u32)check();
  }
  return (int)total;
}
