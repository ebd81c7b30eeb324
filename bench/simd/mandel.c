// How many rounds points of the Mandelbrot set's surroundings take, n lines of 256 points, four at a time.
#include "vectors.h"

enum { WIDE = 256, MOST = 100 };

int run(int n) {
  u32 total = 0;
  for (int line = 0; line < n; line++) {
    float ci = (float)line * 2.4f / (float)n - 1.2f;
    for (int at = 0; at < WIDE; at += 4) {
#ifdef VECTORS
      f32x4 x0 = {(float)at, (float)(at + 1), (float)(at + 2), (float)(at + 3)};
      f32x4 cr = x0 * (3.0f / WIDE) - 2.2f, zr = {0}, zi = {0};
      i32x4 rounds = {0};
      for (int i = 0; i < MOST; i++) {
        f32x4 rr = zr * zr, ii = zi * zi;
        i32x4 inside = rr + ii < 4.0f;
        if (!__builtin_reduce_or(inside))
          break;
        rounds -= inside;
        zi = 2.0f * zr * zi + ci;
        zr = rr - ii + cr;
      }
      for (int j = 0; j < 4; j++)
        total = total * 31 + (u32)rounds[j];
#else
      for (int j = 0; j < 4; j++) {
        float cr = (float)(at + j) * (3.0f / WIDE) - 2.2f, zr = 0, zi = 0;
        u32 rounds = 0;
        for (int i = 0; i < MOST; i++) {
          float rr = zr * zr, ii = zi * zi;
          if (!(rr + ii < 4.0f))
            break;
          rounds++;
          zi = 2.0f * zr * zi + ci;
          zr = rr - ii + cr;
        }
        total = total * 31 + rounds;
      }
#endif
    }
  }
  return (int)total;
}
