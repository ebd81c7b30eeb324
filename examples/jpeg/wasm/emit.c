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

// emit_blocks writes blocks that are one after the other; before is the DC coefficient of the one before them.
void emit_blocks(struct writer *writer, const i16 *coefs, int blocks, int *before, const struct code *dc, const struct code *ac) {
  struct writer w = *writer;
  int last = *before;
  for (; blocks > 0; blocks--, coefs += BLOCK) {
    put_number(&w, dc, 0, coefs[0] - last);
    last = coefs[0];
    int zeros = 0;
    for (int k = 1; k < BLOCK; k++) {
      int value = coefs[zigzag[k]];
      if (value == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16)
        put(&w, ac[0xf0].bits, ac[0xf0].length);
      put_number(&w, ac, zeros, value);
      zeros = 0;
    }
    if (zeros > 0)
      put(&w, ac[0].bits, ac[0].length);
  }
  *before = last;
  *writer = w;
}

// flush_bits fills the last byte with ones, and writes what waits (F.1.2.3).
void flush_bits(struct writer *w) {
  put(w, 0x7f, 7);
  for (w->bits <<= 32 - w->count, w->count &= ~7; w->count > 0; w->count -= 8, w->bits <<= 8)
    if ((*w->at++ = (u8)(w->bits >> 24)) == 0xff)
      *w->at++ = 0;
}
