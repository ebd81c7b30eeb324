// Tables to decode Huffman codes with.
#include "jpeg.h"

// extend makes a number of its bits (F.2.2.1).
static int extend(int bits, int size) { return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits; }

// make_huffman is false where the codes do not fit in 16 bits (C.2).
int make_huffman(struct huffman *h, const u8 *counts, const u8 *symbols) {
  *h = (struct huffman){0};
  int code = 0, index = 0;
  for (int length = 1; length <= 16; length++, code <<= 1) {
    h->firsts[length] = index - code;
    for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
      if (code >= 1 << length)
        return 0;
      h->symbols[index] = symbols[index];
      for (int rest = 0; length <= PEEK && rest < 1 << (PEEK - length); rest++)
        h->codes[(code << (PEEK - length)) + rest] = (u16)(length << 8 | symbols[index]);
    }
    h->ends[length] = (u32)code << (16 - length);
  }
  for (int i = 0; i < 1 << PEEK; i++) {
    int size = h->codes[i] & 15, length = (h->codes[i] >> 8) + size;
    if (size > 0 && length <= PEEK)
      h->numbers[i] = extend((i >> (PEEK - length)) & ((1 << size) - 1), size) * (1 << 16) | (h->codes[i] >> 4 & 15) << 8 | length;
  }
  return h->present = 1;
}
