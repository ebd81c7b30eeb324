// Decodes a file: its markers (B.2), the planes of its components, and rows of pixels made of these.
#include "jpeg.h"

enum { SOF0 = 0xc0, SOF1, SOF2, DHT = 0xc4, SOF15 = 0xcf, RST0, RST7 = 0xd7, SOI, EOI, SOS, DQT, DRI = 0xdd, APP14 = 0xee };
enum { STRIP = 16 }; // rows of pixels that are made at a time

static struct {
  const u8 *at, *end;
  u16 quants[4][BLOCK];
  struct huffman huffman[2][4]; // of DC, of AC
  struct component components[3];
  int present[4]; // of quants
  int h, v;       // the largest of the components
  int interval;   // MCUs between restarts, or 0
  int transform;  // Adobe's: 0 is none, -1 not said
  u8 *rgba, *rows[2];
} d;

// What the host sees of a picture.
struct plane { u8 *at; int stride, rows, h, v; };
static struct { int width, height, parts; struct plane planes[3]; } picture;
static const char *why;

__attribute__((export_name("get_picture"))) void *get_picture(void) { return &picture; }
__attribute__((export_name("get_reason"))) const char *get_reason(void) { return why; }

int fail(int status, const char *reason) {
  why = reason;
  return status;
}

static int truncated(void) { return fail(TRUNCATED, "the data ends too early"); }
static int malformed(const char *reason) { return fail(MALFORMED, reason); }
static int unsupported(const char *reason) { return fail(UNSUPPORTED, reason); }
static int no_memory(void) { return fail(NO_MEMORY, "there is not enough memory"); }
static int divide(int a, int b) { return (a + b - 1) / b; } // rounds up
static int word(const u8 *p) { return p[0] << 8 | p[1]; }

// quants reads tables of quantization (B.2.4.1).
static int quants(const u8 *p, const u8 *end) {
  while (p < end) {
    int wide = *p >> 4, number = *p & 15, size = wide ? 2 : 1;
    if (wide > 1 || number > 3 || end - p < 1 + size * BLOCK)
      return malformed("a table of quantization is wrong");
    p++;
    for (int k = 0; k < BLOCK; k++, p += size)
      d.quants[number][k] = (u16)(wide ? word(p) : *p);
    d.present[number] = 1;
  }
  return OK;
}

// codes reads tables of Huffman codes (B.2.4.2). What a baseline picture of 8 bits has no use for is not taken: scan.c relies on that.
static int codes(const u8 *p, const u8 *end) {
  while (p < end) {
    int ac = *p >> 4, number = *p & 15, count = 0;
    if (ac > 1 || number > 3 || end - p < 17)
      return malformed("a table of codes is wrong");
    for (int i = 1; i <= 16; i++)
      count += p[i];
    if (count > 256 || end - p < 17 + count)
      return malformed("a table of codes is wrong");
    for (int i = 0; i < count; i++)
      if (ac ? (p[17 + i] & 15) > 10 : p[17 + i] > 11)
        return malformed("a code is for a number that is too large");
    if (!make_huffman(&d.huffman[ac][number], p + 1, p + 17))
      return malformed("there are more codes than bits for them");
    p += 17 + count;
  }
  return OK;
}

// sampling knows whether the components are of sizes that go together: the last two of one size, the first of that or twice that.
static int sampling(void) {
  struct component *c = d.components;
  int h = c[0].h / c[1].h, v = c[0].v / c[1].v;
  return c[1].h == c[2].h && c[1].v == c[2].v && h * c[1].h == c[0].h && v * c[1].v == c[0].v && h <= 2 && v <= 2;
}

// frame reads the header of the picture (B.2.2).
static int frame(const u8 *p, const u8 *end) {
  if (picture.parts != 0)
    return malformed("there are two frames");
  if (end - p < 6 || end - p != 6 + 3 * p[5])
    return malformed("the header of the frame has another length");
  if (p[0] != 8)
    return unsupported("samples are not of 8 bits");
  picture.height = word(p + 1), picture.width = word(p + 3);
  if (picture.width == 0)
    return malformed("the picture has no width");
  if (picture.height == 0)
    return unsupported("the height comes with the scan");
  if (p[5] != 1 && p[5] != 3)
    return unsupported("there are neither one nor three components");
  p += 6;
  for (struct component *c = d.components; p < end; p += 3, c++) {
    *c = (struct component){.id = p[0], .h = p[1] >> 4, .v = p[1] & 15, .quant = p[2]};
    if (c->h < 1 || c->h > 4 || c->v < 1 || c->v > 4 || c->quant > 3)
      return malformed("a component is wrong");
    for (struct component *other = d.components; other < c; other++)
      if (other->id == c->id)
        return malformed("two components have one name");
    picture.parts++;
    d.h = d.h > c->h ? d.h : c->h;
    d.v = d.v > c->v ? d.v : c->v;
  }
  if (picture.parts == 1)
    d.components[0].h = d.components[0].v = d.h = d.v = 1; // which mean nothing then (A.2.2)
  else if (!sampling())
    return unsupported("the components are of sizes that do not go together");
  for (int i = 0; i < picture.parts; i++) {
    struct component *c = &d.components[i];
    c->across = divide(divide(picture.width * c->h, d.h), SIZE);
    c->down = divide(divide(picture.height * c->v, d.v), SIZE);
    picture.planes[i] = (struct plane){.h = c->h, .v = c->v};
  }
  return OK;
}

// planes makes room for the components. Each block takes at least two bits of what is left of the file, so that this is bounded by its length.
static int planes(void) {
  int across = divide(picture.width, SIZE * d.h), down = divide(picture.height, SIZE * d.v);
  u64 blocks = 0;
  for (int i = 0; i < picture.parts; i++)
    blocks += (u64)d.components[i].across * (u32)d.components[i].down;
  if (blocks / 4 > (u64)(d.end - d.at))
    return truncated();
  for (int i = 0; i < picture.parts; i++) {
    struct component *c = &d.components[i];
    int in_row = across * c->h * c->v, rows = down * c->v * SIZE;
    c->stride = (across * c->h * SIZE + 15) & ~15;
    c->plane = reserve((u64)c->stride * (u32)rows);
    c->coefs = reserve((u64)in_row * BLOCK * sizeof(i16));
    c->last = reserve((u64)in_row);
    if (!c->plane || !c->coefs || !c->last)
      return no_memory();
    picture.planes[i].at = c->plane, picture.planes[i].stride = c->stride, picture.planes[i].rows = rows;
  }
  return OK;
}

// scan reads the header of a scan (B.2.3), and decodes it.
static int scan(const u8 *p, const u8 *end) {
  struct scan s = {.end = d.end, .interval = d.interval};
  if (picture.parts == 0)
    return malformed("a scan comes before the frame");
  if (picture.parts == 3 && d.transform == 0)
    return unsupported("the components are not those of YCbCr");
  s.count = p < end ? *p : 0;
  if (s.count < 1 || s.count > picture.parts || end - p != 4 + 2 * s.count)
    return malformed("the header of the scan has another length");
  if (!d.components[0].plane) {
    int status = planes();
    if (status != OK)
      return status;
  }
  int next = 0; // components come in order (B.2.3)
  for (int i = 0; i < s.count; i++) {
    while (next < picture.parts && d.components[next].id != p[1 + 2 * i])
      next++;
    int dc = p[2 + 2 * i] >> 4, ac = p[2 + 2 * i] & 15;
    if (next == picture.parts || dc > 3 || ac > 3 || !d.huffman[0][dc].present || !d.huffman[1][ac].present)
      return malformed("a scan is of a component or codes that there are not");
    struct component *c = &d.components[next++];
    if (!d.present[c->quant])
      return malformed("there is no such table of quantization");
    inverse_factors(d.quants[c->quant], c->factors);
    c->decoded = 1;
    int whole = s.count > 1; // one component alone has no MCUs of several blocks (A.2.2)
    s.across = whole ? divide(picture.width, SIZE * d.h) : c->across, s.down = whole ? divide(picture.height, SIZE * d.v) : c->down;
    s.parts[i] = (struct part){c, &d.huffman[0][dc], &d.huffman[1][ac], whole ? c->h : 1, whole ? c->v : 1, 0, 0};
    s.parts[i].blocks = s.across * s.parts[i].h;
  }
  s.at = end;
  int status = decode_scan(&s);
  d.at = s.at;
  return status;
}

// adobe reads what says how components were made of RGB.
static void adobe(const u8 *p, const u8 *end) {
  int same = end - p >= 12;
  for (int i = 0; same && i < 5; i++)
    same = p[i] == "Adobe"[i];
  if (same)
    d.transform = p[11];
}

// marker finds the next one.
static int marker(void) {
  for (; d.end - d.at >= 2; d.at++)
    if (d.at[0] == 0xff && d.at[1] != 0 && d.at[1] != 0xff)
      return *++d.at;
  return -1;
}

// segment reads what is between a marker and the next.
static int segment(int kind) {
  int length = d.end - d.at >= 3 ? word(d.at + 1) : 0;
  if (d.end - d.at < 3 || d.end - d.at - 1 < length)
    return truncated();
  if (length < 2)
    return malformed("a segment is shorter than its length");
  const u8 *p = d.at + 3, *end = d.at + 1 + length;
  d.at = end;
  switch (kind) {
  case SOF0:
  case SOF1:
    return frame(p, end);
  case DHT:
    return codes(p, end);
  case DQT:
    return quants(p, end);
  case SOS:
    return scan(p, end);
  case DRI:
    if (length != 4)
      return malformed("the interval of restarts has another length");
    d.interval = word(p);
    return OK;
  case APP14:
    adobe(p, end);
    return OK;
  }
  if (kind == SOF2)
    return unsupported("the picture is progressive");
  if (kind > SOF2 && kind <= SOF15 && kind != 0xc8)
    return unsupported("the picture is not baseline");
  return OK;
}

// segments reads until there is a frame, or all of the picture.
static int segments(int whole) {
  for (;;) {
    int kind = marker();
    if (kind < 0)
      return truncated();
    if (kind == EOI)
      break;
    int status = kind >= RST0 && kind <= SOI ? OK : segment(kind);
    if (status != OK || (!whole && picture.parts != 0))
      return status;
  }
  if (picture.parts == 0)
    return malformed("there is no frame");
  for (int i = 0; i < picture.parts; i++)
    if (!d.components[i].decoded)
      return malformed("a component has no scan");
  return OK;
}

// input makes room for a file of n bytes: null if there is none.
__attribute__((export_name("input"))) u8 *input(u32 n) {
  clear();
  return reserve(n);
}

// header reads the n bytes of the file that input made room for as far as the size of the picture.
__attribute__((export_name("header"))) int header(const u8 *file, u32 n) {
  __builtin_memset(&d, 0, sizeof d);
  __builtin_memset(&picture, 0, sizeof picture);
  d.at = file, d.end = file + n, d.transform = -1;
  if (n < 2)
    return truncated();
  if (d.at[0] != 0xff || d.at[1] != SOI)
    return malformed("it does not begin as JPEG");
  d.at += 2;
  return segments(0);
}

// decode goes on from there, to the end.
__attribute__((export_name("decode"))) int decode(void) { return segments(1); }

// chroma returns a row of Cb or Cr, as wide as those of Y.
static const u8 *chroma(int i, int y) {
  struct component *c = &d.components[i];
  const u8 *row = c->plane + (u64)(y * c->v / d.v) * (u32)c->stride;
  if (c->h == d.h)
    return row;
  double_row(row, d.rows[i - 1], c->stride);
  return d.rows[i - 1];
}

// pixels makes RGBA of the rows from y on, STRIP of them where there are so many. They are as far apart as those of Y times 4.
__attribute__((export_name("pixels"))) u8 *pixels(int y) {
  struct component *c = d.components;
  int stride = c->stride;
  if (!d.rgba) {
    d.rgba = reserve((u64)stride * 4 * STRIP);
    for (int i = 0; i < 2; i++)
      if (!(d.rows[i] = reserve((u64)stride + 16)))
        return 0;
    if (picture.parts == 1) {
      __builtin_memset(d.rows[0], 128, (u32)stride);
      __builtin_memset(d.rows[1], 128, (u32)stride);
    }
  }
  const u8 *cb = d.rows[0], *cr = d.rows[1];
  for (int i = 0; i < STRIP && y + i < picture.height; i++) {
    if (picture.parts == 3 && (i == 0 || (y + i) * c[1].v % d.v == 0))
      cb = chroma(1, y + i), cr = chroma(2, y + i);
    rgba_row(c->plane + (u64)(y + i) * (u32)stride, cb, cr, d.rgba + (u64)i * (u32)stride * 4, stride);
  }
  return d.rgba;
}
