// Rows of pixels: between RGB and YCbCr as JFIF defines it, and between the sizes of luminance and chrominance. 7 bits are fraction.
#include "jpeg.h"

enum { FRACTION = 7, HALF = 1 << (FRACTION - 1), MIDDLE = 128 << FRACTION };

static const int from_r = FIXED(.299), from_g = FIXED(.587), from_b = FIXED(.114), to_cb = FIXED(.5 / .886), to_cr = FIXED(.5 / .701);
static const int r_of_cr = FIXED(.402), g_of_cb = FIXED(.344136), g_of_cr = FIXED(.714136), b_of_cb = FIXED(.772); // and 1 more for r and b

// What is computed of a pixel, or of eight.
static inline lanes luminance(lanes r, lanes g, lanes b) { return mul(r, from_r) + mul(g, from_g) + mul(b, from_b); }

#ifdef VECTORS
static inline i16x8 rounded(i16x8 v) { return add(v, all(HALF)) >> FRACTION; }

// channel takes one of the four bytes of each pixel.
static inline i16x8 channel(u32x4 a, u32x4 b, int shift) {
  u32x4 mask = (u32x4){0} + (255 << FRACTION);
  a = shift < FRACTION ? a << (FRACTION - shift) : a >> (shift - FRACTION);
  b = shift < FRACTION ? b << (FRACTION - shift) : b >> (shift - FRACTION);
  return wasm_i16x8_narrow_i32x4(a & mask, b & mask);
}

static inline void store8(u8 *at, i16x8 v) { wasm_v128_store64_lane(at, wasm_u8x16_narrow_i16x8(v, v), 0); }
#endif

void ycc_row(const u8 *rgba, u8 *ys, u8 *cbs, u8 *crs, int n) {
#ifdef VECTORS
  for (int i = 0; i < n; i += 8, rgba += 32) {
    u32x4 a = wasm_v128_load(rgba), b = wasm_v128_load(rgba + 16);
    i16x8 red = channel(a, b, 0), green = channel(a, b, 8), blue = channel(a, b, 16);
    i16x8 y = luminance(red, green, blue);
    store8(ys + i, rounded(y));
    store8(cbs + i, rounded(mul(blue - y, to_cb) + MIDDLE));
    store8(crs + i, rounded(mul(red - y, to_cr) + MIDDLE));
  }
#else
  for (int i = 0; i < n; i++, rgba += 4) {
    int red = rgba[0] << FRACTION, blue = rgba[2] << FRACTION, y = luminance(red, rgba[1] << FRACTION, blue);
    ys[i] = byte((y + HALF) >> FRACTION);
    cbs[i] = byte((mul(blue - y, to_cb) + MIDDLE + HALF) >> FRACTION);
    crs[i] = byte((mul(red - y, to_cr) + MIDDLE + HALF) >> FRACTION);
  }
#endif
}

#ifdef VECTORS
struct colors { i16x8 r, g, b; };

// rgb saturates where a colour is beyond what there is, so that narrowing does the rest.
static inline struct colors rgb(i16x8 y, i16x8 cb, i16x8 cr) {
  y = (y << FRACTION) + HALF;
  cb = (cb << FRACTION) - MIDDLE;
  cr = (cr << FRACTION) - MIDDLE;
  return (struct colors){
      add(y, cr + mul(cr, r_of_cr)) >> FRACTION,
      sub(y, mul(cb, g_of_cb) + mul(cr, g_of_cr)) >> FRACTION,
      add(y, cb + mul(cb, b_of_cb)) >> FRACTION,
  };
}
#endif

void rgba_row(const u8 *ys, const u8 *cbs, const u8 *crs, u8 *rgba, int n) {
#ifdef VECTORS
  for (int i = 0; i < n; i += 16, rgba += 64) {
    u8x16 y = wasm_v128_load(ys + i), cb = wasm_v128_load(cbs + i), cr = wasm_v128_load(crs + i);
    struct colors first = rgb(wasm_u16x8_extend_low_u8x16(y), wasm_u16x8_extend_low_u8x16(cb), wasm_u16x8_extend_low_u8x16(cr));
    struct colors second = rgb(wasm_u16x8_extend_high_u8x16(y), wasm_u16x8_extend_high_u8x16(cb), wasm_u16x8_extend_high_u8x16(cr));
    u8x16 r = wasm_u8x16_narrow_i16x8(first.r, second.r), g = wasm_u8x16_narrow_i16x8(first.g, second.g);
    u8x16 b = wasm_u8x16_narrow_i16x8(first.b, second.b), opaque = (u8x16){0} + 255;
    i16x8 rg = low8(r, g), ba = low8(b, opaque), rg2 = high8(r, g), ba2 = high8(b, opaque);
    wasm_v128_store(rgba, low16(rg, ba));
    wasm_v128_store(rgba + 16, high16(rg, ba));
    wasm_v128_store(rgba + 32, low16(rg2, ba2));
    wasm_v128_store(rgba + 48, high16(rg2, ba2));
  }
#else
  for (int i = 0; i < n; i++, rgba += 4) {
    int y = (ys[i] << FRACTION) + HALF, cb = (cbs[i] << FRACTION) - MIDDLE, cr = (crs[i] << FRACTION) - MIDDLE;
    rgba[0] = byte((y + cr + mul(cr, r_of_cr)) >> FRACTION);
    rgba[1] = byte((y - mul(cb, g_of_cb) - mul(cr, g_of_cr)) >> FRACTION);
    rgba[2] = byte((y + cb + mul(cb, b_of_cb)) >> FRACTION);
    rgba[3] = 255;
  }
#endif
}

// halve_rows makes one sample of two by two.
void halve_rows(const u8 *above, const u8 *below, u8 *out, int n) {
#ifdef VECTORS
  for (int i = 0; i < n; i += 8) {
    i16x8 sum = (i16x8)wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(above + 2 * i)) +
                (i16x8)wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(below + 2 * i));
    store8(out + i, (sum + 2) >> 2);
  }
#else
  for (int i = 0; i < n; i++)
    out[i] = (u8)((above[2 * i] + above[2 * i + 1] + below[2 * i] + below[2 * i + 1] + 2) >> 2);
#endif
}

// double_row makes two samples of each.
void double_row(const u8 *in, u8 *out, int n) {
#ifdef VECTORS
  for (int i = 0; i < n; i += 16) {
    u8x16 v = wasm_v128_load(in + i);
    wasm_v128_store(out + 2 * i, low8(v, v));
    wasm_v128_store(out + 2 * i + 16, high8(v, v));
  }
#else
  for (int i = 0; i < n; i++)
    out[2 * i] = out[2 * i + 1] = in[i];
#endif
}
