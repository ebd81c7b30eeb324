// Turns n pictures of 256 by 256 from YUV 4:4:4 to RGBA, in fixed point.
#include "vectors.h"

enum { PIXELS = 256 * 256 };

static u8 ys[PIXELS], us[PIXELS], vs[PIXELS], rgba[PIXELS * 4];

#ifdef VECTORS
static u8x8 clamp(i16x8 v) {
  i16x8 low = v < 0, high = v > 255;
  return WIDEN(u8x8, (v & ~low & ~high) | (255 & high));
}
#else
static u8 clamp(int v) { return (u8)(v < 0 ? 0 : v > 255 ? 255 : v); }
#endif

static void convert(void) {
#ifdef VECTORS
  for (int i = 0; i < PIXELS; i += 8) {
    i16x8 y = WIDEN(i16x8, LOAD(u8x8, ys + i)), u = WIDEN(i16x8, LOAD(u8x8, us + i)) - 128, v = WIDEN(i16x8, LOAD(u8x8, vs + i)) - 128;
    u8x8 r = clamp(y + ((v * 90) >> 6)), g = clamp(y - ((u * 22 + v * 46) >> 6)), b = clamp(y + ((u * 113) >> 6)), o = (u8x8){0} + 255;
    u8x16 rg = __builtin_shufflevector(r, g, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    u8x16 ba = __builtin_shufflevector(b, o, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    STORE(rgba + 4 * i, __builtin_shufflevector((u16x8)rg, (u16x8)ba, 0, 8, 1, 9, 2, 10, 3, 11));
    STORE(rgba + 4 * i + 16, __builtin_shufflevector((u16x8)rg, (u16x8)ba, 4, 12, 5, 13, 6, 14, 7, 15));
  }
#else
  for (int i = 0; i < PIXELS; i++) {
    int y = ys[i], u = us[i] - 128, v = vs[i] - 128;
    rgba[4 * i] = clamp(y + ((v * 90) >> 6));
    rgba[4 * i + 1] = clamp(y - ((u * 22 + v * 46) >> 6));
    rgba[4 * i + 2] = clamp(y + ((u * 113) >> 6));
    rgba[4 * i + 3] = 255;
  }
#endif
}

int run(int n) {
  fill(ys, PIXELS, 4);
  fill(us, PIXELS, 5);
  fill(vs, PIXELS, 6);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    ys[round % PIXELS]++;
    convert();
    for (int i = 0; i < PIXELS * 4; i += 1021)
      total = total * 31 + rgba[i];
  }
  return (int)total;
}
