// A matrix of colours over n pictures of 128 by 128 in RGBA.
#include "vectors.h"

enum { PIXELS = 128 * 128 };

static u8 in[PIXELS * 4], out[PIXELS * 4];

static void shade(void) {
  for (int i = 0; i < PIXELS; i++) {
#ifdef VECTORS
    const f32x4 red = {0.393f, 0.349f, 0.272f, 0}, green = {0.769f, 0.686f, 0.534f, 0}, blue = {0.189f, 0.168f, 0.131f, 0};
    u8 *p = in + 4 * i;
    f32x4 v = red * (float)p[0] + green * (float)p[1] + blue * (float)p[2];
    f32x4 most = {255, 255, 255, 255};
    i32x4 over = v > most;
    i32x4 c = __builtin_convertvector((f32x4)(((i32x4)most & over) | ((i32x4)v & ~over)), i32x4);
    c[3] = p[3];
    typedef u8 u8x4 __attribute__((vector_size(4)));
    STORE(out + 4 * i, WIDEN(u8x4, c));
#else
    static const float red[3] = {0.393f, 0.349f, 0.272f}, green[3] = {0.769f, 0.686f, 0.534f}, blue[3] = {0.189f, 0.168f, 0.131f};
    for (int j = 0; j < 3; j++) {
      float v = red[j] * (float)in[4 * i] + green[j] * (float)in[4 * i + 1] + blue[j] * (float)in[4 * i + 2];
      out[4 * i + j] = (u8)(v > 255 ? 255 : v);
    }
    out[4 * i + 3] = in[4 * i + 3];
#endif
  }
}

int run(int n) {
  fill(in, sizeof in, 15);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    in[round % (PIXELS * 4)]++;
    shade();
    for (int i = 0; i < PIXELS * 4; i += 509)
      total = total * 31 + out[i];
  }
  return (int)total;
}
