// The product of two matrices of n by n floats, four columns at a time.
#include "vectors.h"

enum { MOST = 512 };

static float a[MOST * MOST], b[MOST * MOST], c[MOST * MOST];

int run(int n) {
  n = n > MOST ? MOST : n & ~3;
  for (int i = 0; i < n * n; i++) {
    a[i] = (float)(i % 7) - 3;
    b[i] = (float)(i % 5) - 2;
    c[i] = 0;
  }
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++) {
      float x = a[i * n + k];
      float *row = b + k * n, *out = c + i * n;
#ifdef VECTORS
      f32x4 xs = {x, x, x, x};
      for (int j = 0; j < n; j += 4)
        STORE(out + j, LOAD(f32x4, out + j) + xs * LOAD(f32x4, row + j));
#else
      for (int j = 0; j < n; j++)
        out[j] += x * row[j];
#endif
    }
  float sum = 0;
  for (int i = 0; i < n * n; i++)
    sum += c[i] * (float)(i % 3);
  return (int)sum;
}
