// Edit distances of n pairs of words of up to 500 letters: two rows of 16-bit numbers, bytes compared.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

enum { LONGEST = 500 };

static u8 a[LONGEST], b[LONGEST];
static u16 rows[2][LONGEST + 1];

static u32 seed;

static u32 word(u8 *w) {
  u32 length = LONGEST / 2 + (seed >> 8) % (LONGEST / 2);
  for (u32 i = 0; i < length; i++) {
    seed = seed * 1664525 + 1013904223;
    w[i] = (u8)('a' + (seed >> 24) % 6);
  }
  return length;
}

static u32 distance(u32 m, u32 n) {
  u16 *above = rows[0], *row = rows[1];
  for (u32 j = 0; j <= n; j++)
    above[j] = (u16)j;
  for (u32 i = 0; i < m; i++) {
    row[0] = (u16)(i + 1);
    for (u32 j = 0; j < n; j++) {
      u16 d = (u16)(above[j] + (a[i] != b[j]));
      if (above[j + 1] + 1 < d)
        d = (u16)(above[j + 1] + 1);
      if (row[j] + 1 < d)
        d = (u16)(row[j] + 1);
      row[j + 1] = d;
    }
    u16 *t = above;
    above = row;
    row = t;
  }
  return above[n];
}

int run(int n) {
  seed = 3;
  u32 sum = 0;
  for (int i = 0; i < n; i++) {
    u32 m = word(a);
    sum = sum * 31 + distance(m, word(b));
  }
  return (int)sum;
}
