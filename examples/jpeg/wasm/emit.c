// Writes what is between the markers: quantized blocks as bits (F.1.2).
#include "jpeg.h"

#define INLINE static inline __attribute__((always_inline))

// make_codes numbers the codes (C.2).
void make_codes(const struct code_lengths *lengths, struct code *codes) {
  const u8 *symbol = lengths->symbols;
  for (int length = 1, code = 0; length <= 16; length++, code <<= 1)
    for (int i = 0; i < lengths->counts[length - 1]; i++)
      codes[*symbol++] = (struct code){(u16)code++, (u8)length};
}

// put writes n bits, at most 32. Bits wait until there are 32; a zero follows each byte of ones (B.1.1.5).
INLINE void put(struct writer *w, u32 bits, int n) {
  w->bits = w->bits << n | bits;
  w->count += n;
  if (w->count < 32)
    return;
  w->count -= 32;
  u32 four = (u32)(w->bits >> w->count);
  if (((~four - 0x01010101) & four & 0x80808080) == 0) {
    four = __builtin_bswap32(four);
    __builtin_memcpy(w->at, &four, 4);
    w->at += 4;
    return;
  }
  for (int shift = 24; shift >= 0; shift -= 8)
    if ((*w->at++ = (u8)(four >> shift)) == 0xff)
      *w->at++ = 0;
}

// put_number writes the code of a number and the zeros before it, and its bits.
INLINE void put_number(struct writer *w, const struct code *codes, int zeros, int value) {
  int negative = value >> 31, size = value == 0 ? 0 : 32 - __builtin_clz((u32)((value ^ negative) - negative));
  struct code c = codes[zeros << 4 | size];
  put(w, (u32)c.bits << size | ((u32)(value + negative) & ((1u << size) - 1)), c.length + size);
}

// put_block writes one (F.1.2.1, F.1.2.2).
INLINE void put_block(struct writer *w, const struct channel *c, const i16 *coefs, int last, int before) {
  put_number(w, c->dc, 0, coefs[0] - before);
  int zeros = 0;
  for (int k = 1; k <= last; k++) {
    int value = coefs[zigzag[k]];
    if (value == 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16)
      put(w, c->ac[0xf0].bits, c->ac[0xf0].length);
    put_number(w, c->ac, zeros, value);
    zeros = 0;
  }
  if (last < BLOCK - 1)
    put(w, c->ac[0].bits, c->ac[0].length);
}

// emit_row writes a row of MCUs (A.2.3).
void emit_row(struct writer *writer, struct channel *channels, int count, int across) {
  struct writer w = *writer;
  for (int x = 0; x < across; x++)
    for (struct channel *c = channels; c < channels + count; c++)
      for (int v = 0; v < c->v; v++)
        for (int h = 0; h < c->h; h++) {
          int at = (v * across + x) * c->h + h;
          put_block(&w, c, c->coefs + at * BLOCK, c->last[at], c->before);
          c->before = c->coefs[at * BLOCK];
        }
  *writer = w;
}

// flush_bits fills the last byte with ones, and writes what waits (F.1.2.3).
void flush_bits(struct writer *w) {
  put(w, 0x7f, 7);
  for (w->bits <<= 32 - w->count, w->count &= ~7; w->count > 0; w->count -= 8, w->bits <<= 8)
    if ((*w->at++ = (u8)(w->bits >> 24)) == 0xff)
      *w->at++ = 0;
}
