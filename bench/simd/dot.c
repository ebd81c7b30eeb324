// The dot product of two arrays of 4096 floats, n times, in four sums.
#include "vectors.h"

enum { SIZE = 4096 };

static float a[SIZE], b[SIZE];

int run(int n) {
  for (int i = 0; i < SIZE; i++) {
    a[i] = (float)(i % 17) * 0.25f;
    b[i] = (float)(i % 13) * 0.5f;
  }
  float total = 0;
  for (int round = 0; round < n; round++) {
    a[round % SIZE] += 0.25f;
#ifdef VECTORS
    f32x4 s = {0, 0, 0, 0};
    for (int i = 0; i < SIZE; i += 4)
      s += LOAD(f32x4, a + i) * LOAD(f32x4, b + i);
#else
    float s[4] = {0, 0, 0, 0};
    for (int i = 0; i < SIZE; i += 4)
      for (int j = 0; j < 4; j++)
        s[j] += a[i + j] * b[i + j];
#endif
    total += s[0] + s[1] + s[2] + s[3];
  }
  return (int)total;
}
