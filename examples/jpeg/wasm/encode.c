// Encodes a picture, of which there is no more at a time than a row of MCUs: the host fills in its pixels, and takes the bytes that come of it.
#include "jpeg.h"

enum { GREY, YCC444, YCC420 };                           // what the host asks for
enum { HEADERS = 1024, PER_BLOCK = BLOCK * 26 / 8 * 2 }; // bytes: a code of 16 bits and a number of 10 for each coefficient, and zeros stuffed

static struct {
  int width, height, rows; // rows that are done
  int parts, h, v, across; // MCUs
  struct channel channels[3];
  i16 factors[2][BLOCK];
  struct writer writer;
} e;

// What the host sees: pixels, stride bytes a row, to fill in so many rows of, and the bytes made of them.
static struct { u8 *pixels; int stride, rows; u8 *bytes; } strip;

__attribute__((export_name("get_strip"))) void *get_strip(void) { return &strip; }

static void put_byte(int v) { *e.writer.at++ = (u8)v; }
static void put_word(int v) { put_byte(v >> 8), put_byte(v & 255); }
static void put_marker(int marker, int length) { put_word(0xff00 | marker), put_word(length); }

// put_quants writes a table of quantization for a quality of 1 to 100, by the customary formula.
static void put_quants(int kind, int quality) {
  u8 quants[BLOCK];
  int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  put_byte(kind);
  for (int k = 0; k < BLOCK; k++) {
    int at = zigzag[k] % SIZE * SIZE + zigzag[k] / SIZE, q = (standard_quants[kind][at] * percent + 50) / 100;
    put_byte(quants[k] = (u8)(q < 1 ? 1 : q > 255 ? 255 : q));
  }
  forward_factors(quants, e.factors[kind]);
}

static void put_codes(int kind, int ac) {
  const struct code_lengths *c = &standard_codes[kind][ac];
  int count = 0;
  put_byte(ac << 4 | kind);
  for (int i = 0; i < 16; count += c->counts[i++])
    put_byte(c->counts[i]);
  for (int i = 0; i < count; i++)
    put_byte(c->symbols[i]);
  for (int i = 0; i < e.parts; i++)
    if (e.channels[i].kind == kind)
      make_codes(c, ac ? e.channels[i].ac : e.channels[i].dc);
}

static void put_headers(int quality) {
  int kinds = e.parts == 1 ? 1 : 2;
  put_word(0xffd8);
  put_marker(0xe0, 16); // JFIF 1.01, no density, no thumbnail
  for (int i = 0; i < 14; i++)
    put_byte("JFIF\0\1\1\0\0\1\0\1\0\0"[i]);
  put_marker(0xdb, 2 + kinds * (1 + BLOCK));
  for (int kind = 0; kind < kinds; kind++)
    put_quants(kind, quality);
  put_marker(0xc0, 8 + 3 * e.parts);
  put_byte(8), put_word(e.height), put_word(e.width), put_byte(e.parts);
  for (int i = 0; i < e.parts; i++)
    put_byte(i + 1), put_byte(e.channels[i].h << 4 | e.channels[i].v), put_byte(e.channels[i].kind);
  put_marker(0xc4, 2 + kinds * (2 * 17 + 12 + 162));
  for (int kind = 0; kind < kinds; kind++)
    put_codes(kind, 0), put_codes(kind, 1);
  put_marker(0xda, 6 + 2 * e.parts);
  put_byte(e.parts);
  for (int i = 0; i < e.parts; i++)
    put_byte(i + 1), put_byte(e.channels[i].kind * 0x11);
  put_byte(0), put_byte(63), put_byte(0);
}

// room is for a row of MCUs.
static int room(void) {
  int size = SIZE * e.h, stride = (e.across * size + 15) & ~15, blocks = 0;
  for (int i = 0; i < e.parts; i++) {
    struct channel *c = &e.channels[i];
    int in_row = e.across * c->h * c->v;
    blocks += in_row;
    c->full_stride = stride, c->stride = i == 0 || e.h == 1 ? stride : (stride / 2 + 15) & ~15;
    c->full = c->plane = reserve((u64)stride * (u32)(SIZE * e.v));
    if (c->stride != stride)
      c->plane = reserve((u64)c->stride * SIZE);
    c->coefs = reserve((u64)in_row * BLOCK * sizeof(i16));
    c->last = reserve((u64)in_row);
    if (!c->full || !c->plane || !c->coefs || !c->last)
      return 0;
  }
  strip.rows = SIZE * e.v;
  strip.stride = e.parts == 1 ? stride : 4 * stride;
  strip.pixels = e.parts == 1 ? e.channels[0].full : reserve((u64)strip.stride * (u32)strip.rows);
  strip.bytes = reserve(HEADERS + (u64)blocks * PER_BLOCK);
  return strip.pixels && strip.bytes;
}

// begin is for a picture of 1 to 65535 pixels each way. The host fills in the strip, row by row, GREY in bytes or else RGBA, and calls encode.
__attribute__((export_name("begin"))) int begin(int width, int height, int quality, int format) {
  __builtin_memset(&e, 0, sizeof e);
  clear();
  e.width = width, e.height = height;
  e.parts = format == GREY ? 1 : 3;
  e.h = e.v = format == YCC420 ? 2 : 1;
  e.across = (width + SIZE * e.h - 1) / (SIZE * e.h);
  for (int i = 0; i < e.parts; i++)
    e.channels[i] = (struct channel){.h = i == 0 ? e.h : 1, .v = i == 0 ? e.v : 1, .kind = i != 0};
  if (!room())
    return fail(NO_MEMORY, "there is not enough memory");
  e.writer.at = strip.bytes;
  put_headers(quality);
  return OK;
}

// extend repeats the last pixel of each row, and the last row, where the picture ends within a block.
static void extend(int rows) {
  int size = e.parts == 1 ? 1 : 4;
  for (int y = 0; y < rows; y++) {
    u8 *row = strip.pixels + y * strip.stride, *end = row + strip.stride;
    for (u8 *p = row + e.width * size; p < end; p++)
      *p = p[-size];
  }
  for (int y = rows; y < strip.rows; y++)
    __builtin_memcpy(strip.pixels + y * strip.stride, strip.pixels + (y - 1) * strip.stride, (u32)strip.stride);
}

// samples makes of the pixels what is to be transformed.
static void samples(void) {
  struct channel *c = e.channels;
  if (e.parts == 1)
    return;
  for (int y = 0; y < strip.rows; y++) {
    int at = y * c->full_stride;
    ycc_row(strip.pixels + y * strip.stride, c[0].full + at, c[1].full + at, c[2].full + at, c->full_stride);
  }
  for (int i = 1; e.h == 2 && i <= 2; i++)
    for (int y = 0; y < SIZE; y++) {
      const u8 *above = c[i].full + 2 * y * c[i].full_stride;
      halve_rows(above, above + c[i].full_stride, c[i].plane + y * c[i].stride, c[i].stride);
    }
}

// encode makes bytes of a strip, of which so many rows are filled in, and returns how many bytes there are.
__attribute__((export_name("encode"))) int encode(int rows) {
  extend(rows);
  samples();
  for (int i = 0; i < e.parts; i++) {
    struct channel *c = &e.channels[i];
    int blocks = e.across * c->h;
    for (int v = 0; v < c->v; v++)
      forward_row(c->plane + v * SIZE * c->stride, c->stride, e.factors[c->kind], c->coefs + v * blocks * BLOCK,
                  c->last + v * blocks, blocks);
  }
  emit_row(&e.writer, e.channels, e.parts, e.across);
  if ((e.rows += rows) >= e.height) {
    flush_bits(&e.writer);
    put_word(0xffd9);
  }
  int n = (int)(e.writer.at - strip.bytes);
  e.writer.at = strip.bytes;
  return n;
}
