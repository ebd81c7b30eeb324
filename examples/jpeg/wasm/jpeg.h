// A codec for baseline JPEG: ITU-T T.81, whose sections the comments cite. Vectors do what is the same for each pixel or coefficient (color.c,
// dct.c); what goes bit by bit (scan.c, emit.c) does not mix with it, so that the loops of the one have nothing of the other inside.
#include "vectors.h"

// Statuses, which the host knows, too.
enum { OK, TRUNCATED, MALFORMED, UNSUPPORTED, NO_MEMORY };
int fail(int status, const char *why);

// arena.c: memory for one picture. clear gives back all that reserve has given out.
void clear(void);
void *reserve(u64 size); // a multiple of 16, filled with zeros; null if there is no more

// tables.c
enum { SIZE = 8, BLOCK = SIZE * SIZE };
extern const u8 zigzag[BLOCK];             // where the k-th coefficient is: blocks are kept column by column, see dct.c
extern const i16 order[BLOCK];             // the way back
extern const u8 standard_quants[2][BLOCK]; // K.1, K.2, row by row
struct code_lengths { u8 counts[16]; const u8 *symbols; };
extern const struct code_lengths standard_codes[2][2]; // K.3 to K.6: of DC, of AC; of luminance, of chrominance

// color.c: rows of pixels. n is a multiple of 16.
void ycc_row(const u8 *rgba, u8 *y, u8 *cb, u8 *cr, int n);
void rgba_row(const u8 *y, const u8 *cb, const u8 *cr, u8 *rgba, int n);
void halve_rows(const u8 *above, const u8 *below, u8 *out, int n); // n of out
void double_row(const u8 *in, u8 *out, int n);                     // n of in

// dct.c: rows of blocks.
void forward_row(const u8 *plane, int stride, const i16 *factors, i16 *coefs, u8 *last, int blocks);
void inverse_row(i16 *coefs, const u8 *last, const i16 *factors, u8 *plane, int stride, int blocks);
void forward_factors(const u8 *quants, i16 *factors);
void inverse_factors(const u16 *quants, i16 *factors);

// huffman.c: a table to decode with. A code of up to PEEK bits is found at once, with the number that follows it where that fits, too.
enum { PEEK = 10 };
struct huffman {
  int present;
  u16 codes[1 << PEEK];   // length << 8 | symbol; 0: a longer code
  i32 numbers[1 << PEEK]; // number << 16 | zeros before it << 8 | length of both; 0: see codes
  u32 ends[17];           // behind the codes of a length, as 16 bits
  int firsts[17];         // what to add to a code of a length for its index in symbols
  u8 symbols[256];
};
int make_huffman(struct huffman *h, const u8 *counts, const u8 *symbols);

// scan.c
struct component {
  int id, h, v, quant;
  int across, down; // blocks that the component has
  u8 *plane;        // as many as whole MCUs have
  int stride;
  i16 *coefs;       // of a row of MCUs
  u8 *last;         // for each of these blocks the last coefficient that is not zero
  i16 factors[BLOCK];
  int decoded;
};
struct part { // of a scan
  struct component *component;
  const struct huffman *dc, *ac;
  int h, v;   // blocks in an MCU
  int blocks; // in a row of MCUs
  i16 before; // the last DC coefficient
};
struct scan {
  const u8 *at, *end;
  struct part parts[3];
  int count;
  int across, down; // MCUs
  int interval;     // MCUs between restarts, or 0
};
int decode_scan(struct scan *s);

// emit.c
struct code { u16 bits; u8 length; };
struct writer { u8 *at; u64 bits; int count; };
struct channel { // of a picture
  int h, v, kind;   // kind: 0 for luminance, 1 for chrominance
  u8 *full, *plane; // samples as they come, and what is encoded
  int full_stride, stride;
  i16 *coefs; // of a row of MCUs
  u8 *last;   // as in a component
  int before; // the last DC coefficient
  struct code dc[256], ac[256];
};
void make_codes(const struct code_lengths *lengths, struct code *codes);
void emit_row(struct writer *w, struct channel *channels, int count, int across);
void flush_bits(struct writer *w);
