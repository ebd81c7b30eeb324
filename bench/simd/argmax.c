// Where the largest of 16384 floats is, n times.
#include "vectors.h"

enum { SIZE = 16384 };

static float data[SIZE];

static int argmax(void) {
#ifdef VECTORS
  f32x4 best = LOAD(f32x4, data);
  i32x4 where = {0, 1, 2, 3}, at = where;
  for (int i = 4; i < SIZE; i += 4) {
    at += 4;
    f32x4 v = LOAD(f32x4, data + i);
    i32x4 more = v > best;
    best = (f32x4)(((i32x4)v & more) | ((i32x4)best & ~more));
    where = (at & more) | (where & ~more);
  }
  int first = where[0];
  for (int j = 1; j < 4; j++)
    if (data[where[j]] > data[first] || (data[where[j]] == data[first] && where[j] < first))
      first = where[j];
  return first;
#else
  int best = 0;
  for (int i = 1; i < SIZE; i++)
    if (data[i] > data[best])
      best = i;
  return best;
#endif
}

int run(int n) {
  for (int i = 0; i < SIZE; i++)
    data[i] = (float)(i * 7919 % SIZE);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    int at = argmax();
    total = total * 31 + (u32)at;
    data[at] = -data[at];
    data[round * 31 % SIZE] += 3;
  }
  return (int)total;
}
