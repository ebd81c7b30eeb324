// Decodes what is between the markers: a scan (F.2.2).
#include "jpeg.h"

#define INLINE static inline __attribute__((always_inline))

// A reader has the next bits uppermost. Behind the data it reads zeros, and counts them: who has used one has read too much.
struct reader {
  const u8 *at, *end;
  u64 bits;
  int count, zeros;
};

// refill makes it at least 32 bits, which are enough for a code and its number. It takes four bytes at a time where none of them is 0xff.
INLINE void refill(struct reader *r) {
  if (r->count > 32)
    return;
  u32 four = 0xff;
  if (r->end - r->at >= 4)
    __builtin_memcpy(&four, r->at, 4);
  if (((~four - 0x01010101) & four & 0x80808080) == 0) {
    r->bits |= (u64)__builtin_bswap32(four) << (32 - r->count);
    r->at += 4;
    r->count += 32;
    return;
  }
  for (; r->count <= 56; r->count += 8) {
    if (r->at < r->end && *r->at != 0xff) {
      r->bits |= (u64)*r->at++ << (56 - r->count);
    } else if (r->end - r->at >= 2 && r->at[1] == 0) { // a stuffed zero (B.1.1.5)
      r->bits |= (u64)0xff << (56 - r->count);
      r->at += 2;
    } else { // a marker, or the end
      r->zeros += 8;
    }
  }
}

INLINE void skip(struct reader *r, int n) {
  r->bits <<= n;
  r->count -= n;
}

// symbol decodes one, or returns -1 where there is no such code.
INLINE int symbol(struct reader *r, const struct huffman *h) {
  int code = h->codes[r->bits >> (64 - PEEK)];
  if (code != 0) {
    skip(r, code >> 8);
    return code & 255;
  }
  u32 bits = (u32)(r->bits >> 48);
  for (int length = PEEK + 1; length <= 16; length++)
    if (bits < h->ends[length]) {
      skip(r, length);
      return h->symbols[((int)(bits >> (16 - length)) + h->firsts[length]) & 255];
    }
  return -1;
}

// number reads one of so many bits, which are at least one (F.2.2.1).
INLINE int number(struct reader *r, int size) {
  int negative = (i32)~(r->bits >> 32) >> 31, bits = (int)(r->bits >> (64 - size));
  skip(r, size);
  return bits + (negative & (1 - (1 << size)));
}

// block decodes one (F.2.2.1, F.2.2.2), and returns the index of its last coefficient, or -1.
INLINE int block(struct reader *r, const struct part *p, i16 *before, i16 *coefs) {
  refill(r);
  int known = p->dc->numbers[r->bits >> (64 - PEEK)], last = 0;
  if (known != 0) {
    skip(r, known & 255);
    *before = (i16)(*before + (known >> 16));
  } else {
    int size = symbol(r, p->dc);
    if (size < 0)
      return -1;
    if (size > 0)
      *before = (i16)(*before + number(r, size));
  }
  coefs[0] = *before;
  for (int k = 1; k < BLOCK; k++) {
    refill(r);
    known = p->ac->numbers[r->bits >> (64 - PEEK)];
    int value = known >> 16;
    if (known != 0) {
      skip(r, known & 255);
      k += known >> 8 & 255;
    } else {
      int s = symbol(r, p->ac);
      if (s < 0)
        return -1;
      k += s >> 4;
      if ((s & 15) == 0) {
        if (s != 0xf0) // the end of the block; else 16 zeros
          break;
        continue;
      }
      value = number(r, s & 15);
    }
    if (k >= BLOCK)
      return -1;
    coefs[zigzag[k]] = (i16)value;
    last = k;
  }
  return last;
}

// restart goes on behind the next restart marker (E.2.4).
static int restart(struct scan *s, struct reader *r, int number) {
  while (r->end - r->at >= 2 && r->at[0] == 0xff && r->at[1] == 0xff)
    r->at++;
  if (r->end - r->at < 2)
    return fail(TRUNCATED, "the data ends in a scan");
  if (r->at[0] != 0xff || r->at[1] != 0xd0 + (number & 7))
    return fail(MALFORMED, "a restart marker is missing");
  *r = (struct reader){r->at + 2, r->end, 0, 0, 0};
  for (int i = 0; i < s->count; i++)
    s->parts[i].before = 0;
  return OK;
}

// decode_row decodes a row of MCUs, of which so many have been before.
static __attribute__((noinline)) int decode_row(struct scan *s, struct reader *reader, u32 mcus) {
  struct reader r = *reader;
  for (int x = 0; x < s->across; x++, mcus++) {
    if (s->interval > 0 && mcus > 0 && mcus % (u32)s->interval == 0) {
      int status = restart(s, reader, (int)(mcus / (u32)s->interval) - 1);
      if (status != OK)
        return status;
      r = *reader;
    }
    for (int i = 0; i < s->count; i++) {
      struct part *p = &s->parts[i];
      i16 before = p->before;
      for (int v = 0; v < p->v; v++)
        for (int h = 0; h < p->h; h++) {
          int at = v * p->blocks + x * p->h + h, last = block(&r, p, &before, p->component->coefs + at * BLOCK);
          if (last < 0)
            return r.count < r.zeros ? fail(TRUNCATED, "the data ends in a scan") : fail(MALFORMED, "there is no such code");
          p->component->last[at] = (u8)last;
        }
      p->before = before;
    }
    if (r.count < r.zeros)
      return fail(TRUNCATED, "the data ends in a scan");
    reader->at = r.at; // for a restart
  }
  *reader = r;
  return OK;
}

int decode_scan(struct scan *s) {
  struct reader r = {s->at, s->end, 0, 0, 0};
  for (int y = 0; y < s->down; y++) {
    int status = decode_row(s, &r, (u32)y * (u32)s->across);
    if (status != OK)
      return status;
    for (int i = 0; i < s->count; i++) {
      struct part *p = &s->parts[i];
      struct component *c = p->component;
      for (int v = 0; v < p->v; v++)
        inverse_row(c->coefs + v * p->blocks * BLOCK, c->last + v * p->blocks, c->factors,
                    c->plane + (u64)(y * p->v + v) * SIZE * (u32)c->stride, c->stride, p->blocks);
    }
  }
  s->at = r.at;
  return OK;
}
