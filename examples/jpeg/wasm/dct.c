// The discrete cosine transform (A.3.3) of rows of blocks, with quantization (A.3.4). A transform of one dimension is written once, for lanes: eight
// columns side by side, or one. Between the two dimensions a block is transposed, once, so that coefficients are kept column by column.
//
// A pass gives twice what an orthonormal one would: both together four times. So samples times 4 become coefficients times 16, and
// coefficients times 4 samples times 16: what 16 bits have room for, so that rounding costs little.
#include "jpeg.h"

enum { DATA_SHIFT = 2, FORWARD_SHIFT = DATA_SHIFT + 2, COEF_SHIFT = 2, INVERSE_SHIFT = COEF_SHIFT + 2 };

// A factor of quantization is 1/q with so many bits of fraction, what 16 bits have room for where q is 1.
enum { FACTOR_SHIFT = 14, QUANT_SHIFT = FORWARD_SHIFT + FACTOR_SHIFT };

// MOST bounds what goes into a pass of the inverse transform, so that no sum in it overflows, whatever a file says. What an encoder makes of
// a picture is at most half as large.
enum { MOST = 6144 };

static const int c1 = FIXED(.98078528), c2 = FIXED(.92387953), c3 = FIXED(.83146961), c4 = FIXED(.70710678); // cos(k pi/16)
static const int c5 = FIXED(.55557023), c6 = FIXED(.38268343), c7 = FIXED(.19509032);

static inline void forward(lanes v[SIZE]) {
  lanes s0 = v[0] + v[7], s1 = v[1] + v[6], s2 = v[2] + v[5], s3 = v[3] + v[4];
  lanes d0 = v[0] - v[7], d1 = v[1] - v[6], d2 = v[2] - v[5], d3 = v[3] - v[4];
  lanes outer = s0 + s3, inner = s1 + s2, p = s0 - s3, q = s1 - s2;
  v[0] = mul(outer + inner, c4);
  v[4] = mul(outer - inner, c4);
  v[2] = mul(p, c2) + mul(q, c6);
  v[6] = mul(p, c6) - mul(q, c2);
  lanes sum = mul(d1 + d2, c4), difference = mul(d1 - d2, c4);
  lanes a = d3 + difference, b = d3 - difference, c = d0 - sum, d = d0 + sum;
  v[1] = mul(d, c1) + mul(a, c7);
  v[7] = mul(d, c7) - mul(a, c1);
  v[5] = mul(c, c5) + mul(b, c3);
  v[3] = mul(c, c3) - mul(b, c5);
}

static inline void inverse(lanes v[SIZE]) {
  lanes a = mul(v[1], c7) - mul(v[7], c1), d = mul(v[1], c1) + mul(v[7], c7);
  lanes b = mul(v[5], c3) - mul(v[3], c5), c = mul(v[5], c5) + mul(v[3], c3);
  lanes p = d - c, q = a - b, d0 = d + c, d3 = a + b, d1 = mul(p + q, c4), d2 = mul(p - q, c4);
  lanes outer = mul(v[0] + v[4], c4), inner = mul(v[0] - v[4], c4);
  lanes s = mul(v[2], c2) + mul(v[6], c6), t = mul(v[2], c6) - mul(v[6], c2);
  lanes s0 = outer + s, s3 = outer - s, s1 = inner + t, s2 = inner - t;
  v[0] = s0 + d0, v[7] = s0 - d0;
  v[1] = s1 + d1, v[6] = s1 - d1;
  v[2] = s2 + d2, v[5] = s2 - d2;
  v[3] = s3 + d3, v[4] = s3 - d3;
}

static const int middle = (128 << INVERSE_SHIFT) + (1 << (INVERSE_SHIFT - 1)); // what makes a sample of what inverse returns

#ifdef VECTORS
#define UNROLL _Pragma("clang loop unroll(full)")

// transpose takes turns with rows i and i+4, three times: each moves the index of a number, six bits of row and column, round by one.
static inline void transpose(i16x8 v[SIZE]) {
  UNROLL for (int round = 0; round < 3; round++) {
    i16x8 a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
    v[0] = low16(a, e), v[1] = high16(a, e), v[2] = low16(b, f), v[3] = high16(b, f);
    v[4] = low16(c, g), v[5] = high16(c, g), v[6] = low16(d, h), v[7] = high16(d, h);
  }
}

// quantize rounds once, so that no sum of errors leans to one side.
static inline i16x8 quantize(i16x8 v, i16x8 factor) {
  i32x4 low = wasm_i32x4_extmul_low_i16x8(v, factor), high = wasm_i32x4_extmul_high_i16x8(v, factor), half = (i32x4){0} + (1 << (QUANT_SHIFT - 1));
  return wasm_i16x8_narrow_i32x4((low + half) >> QUANT_SHIFT, (high + half) >> QUANT_SHIFT);
}

static inline u8 forward_block(const u8 *plane, int stride, const i16 *factors, i16 *coefs) {
  i16x8 v[SIZE], last = {0};
  UNROLL for (int i = 0; i < SIZE; i++)
    v[i] = ((i16x8)wasm_u16x8_load8x8(plane + i * stride) - 128) << DATA_SHIFT;
  forward(v);
  transpose(v);
  forward(v);
  UNROLL for (int i = 0; i < SIZE; i++) {
    i16x8 q = quantize(v[i], wasm_v128_load(factors + SIZE * i));
    wasm_v128_store(coefs + SIZE * i, q);
    last = wasm_i16x8_max(last, (q != 0) & (i16x8)wasm_v128_load(order + SIZE * i));
  }
  UNROLL for (int n = SIZE; n > 1; n /= 2)
    last = wasm_i16x8_max(low16(last, last), high16(last, last));
  return (u8)last[0];
}

static inline void store_samples(u8 *at, i16x8 v) {
  v = add(v, all(middle)) >> INVERSE_SHIFT;
  wasm_v128_store64_lane(at, wasm_u8x16_narrow_i16x8(v, v), 0);
}

static inline void inverse_block(i16 *coefs, const i16 *factors, u8 *plane, int stride) {
  i16x8 v[SIZE];
  UNROLL for (int i = 0; i < SIZE; i++) {
    v[i] = limit((i16x8)wasm_v128_load(coefs + SIZE * i) * (i16x8)wasm_v128_load(factors + SIZE * i), MOST);
    wasm_v128_store(coefs + SIZE * i, (i16x8){0});
  }
  inverse(v);
  UNROLL for (int i = 0; i < SIZE; i++)
    v[i] = limit(v[i], MOST);
  transpose(v);
  inverse(v);
  UNROLL for (int i = 0; i < SIZE; i++)
    store_samples(plane + i * stride, v[i]);
}
#else
static inline i16 quantize(int v, int factor) { return (i16)((v * factor + (1 << (QUANT_SHIFT - 1))) >> QUANT_SHIFT); }

static inline u8 forward_block(const u8 *plane, int stride, const i16 *factors, i16 *coefs) {
  int v[SIZE], columns[BLOCK], last = BLOCK - 1;
  for (int x = 0; x < SIZE; x++) {
    for (int i = 0; i < SIZE; i++)
      v[i] = (plane[x + i * stride] - 128) * (1 << DATA_SHIFT);
    forward(v);
    for (int i = 0; i < SIZE; i++)
      columns[SIZE * i + x] = v[i];
  }
  for (int y = 0; y < SIZE; y++) {
    for (int i = 0; i < SIZE; i++)
      v[i] = columns[SIZE * y + i];
    forward(v);
    for (int i = 0; i < SIZE; i++)
      coefs[SIZE * i + y] = quantize(v[i], factors[SIZE * i + y]);
  }
  while (last > 0 && coefs[zigzag[last]] == 0)
    last--;
  return (u8)last;
}

static inline u8 sample(int v) { return byte((v + middle) >> INVERSE_SHIFT); }

static inline void store_samples(u8 *at, int v) { // eight of them
  u64 eight = 0x0101010101010101 * sample(v);
  __builtin_memcpy(at, &eight, sizeof eight);
}

static inline void inverse_block(i16 *coefs, const i16 *factors, u8 *plane, int stride) {
  int v[SIZE], rows[BLOCK];
  for (int y = 0; y < SIZE; y++) {
    for (int i = 0; i < SIZE; i++) {
      v[i] = limit((i16)(coefs[SIZE * i + y] * factors[SIZE * i + y]), MOST);
      coefs[SIZE * i + y] = 0;
    }
    inverse(v);
    for (int i = 0; i < SIZE; i++)
      rows[SIZE * y + i] = limit(v[i], MOST);
  }
  for (int x = 0; x < SIZE; x++) {
    for (int i = 0; i < SIZE; i++)
      v[i] = rows[SIZE * i + x];
    inverse(v);
    for (int i = 0; i < SIZE; i++)
      plane[x + i * stride] = sample(v[i]);
  }
}
#endif

// even_block is inverse_block without coefficients but the first: all samples are what both passes make of that.
static inline void even_block(i16 *coefs, const i16 *factors, u8 *plane, int stride) {
  lanes v = mul(limit(mul(limit(all(coefs[0] * factors[0]), MOST), c4), MOST), c4);
  *coefs = 0;
  for (int i = 0; i < SIZE; i++)
    store_samples(plane + i * stride, v);
}

// forward_row transforms and quantizes the blocks of 8 rows of samples, and says which coefficient of each is the last that is not zero.
void forward_row(const u8 *plane, int stride, const i16 *factors, i16 *coefs, u8 *last, int blocks) {
  for (int i = 0; i < blocks; i++)
    last[i] = forward_block(plane + i * SIZE, stride, factors, coefs + i * BLOCK);
}

// inverse_row makes samples of quantized coefficients, and leaves zeros where they were.
void inverse_row(i16 *coefs, const u8 *last, const i16 *factors, u8 *plane, int stride, int blocks) {
  for (int i = 0; i < blocks; i++)
    if (last[i] == 0)
      even_block(coefs + i * BLOCK, factors, plane + i * SIZE, stride);
    else
      inverse_block(coefs + i * BLOCK, factors, plane + i * SIZE, stride);
}

// forward_factors makes of a table of quantization, in zigzag order, what to multiply by.
void forward_factors(const u8 *quants, i16 *factors) {
  for (int k = 0; k < BLOCK; k++)
    factors[zigzag[k]] = (i16)(((1 << FACTOR_SHIFT) + quants[k] / 2) / quants[k]);
}

// inverse_factors does for the way back. A product that does not fit in 16 bits is none of a picture.
void inverse_factors(const u16 *quants, i16 *factors) {
  for (int k = 0; k < BLOCK; k++)
    factors[zigzag[k]] = (i16)(quants[k] << COEF_SHIFT);
}
