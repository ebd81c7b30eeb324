// Encodes 48 KiB to base64, n times: 12 bytes become 16 characters at a time.
#include "vectors.h"

enum { SIZE = 48 * 1024 };

static u8 plain[SIZE + 16], text[SIZE / 3 * 4];

static void encode(void) {
#ifdef VECTORS
  for (int i = 0; i < SIZE / 12; i++) {
    u8x16 in = LOAD(u8x16, plain + 12 * i);
    // Each 32-bit lane gets its three bytes, the first of them topmost.
    u32x4 w = (u32x4)__builtin_shufflevector(in, in, 2, 1, 0, 0, 5, 4, 3, 3, 8, 7, 6, 6, 11, 10, 9, 9);
    u8x16 six = (u8x16)((w >> 18 & 63) | (w >> 4 & 63 << 8) | (w << 10 & 63 << 16) | (w << 24 & 63 << 24));
    u8x16 c = six + 'A';
    c += (u8x16)(six > 25) & (u8)('a' - 'A' - 26);
    c += (u8x16)(six > 51) & (u8)('0' - 'a' - 26);
    c += (u8x16)(six > 61) & (u8)('+' - '0' - 10);
    c += (u8x16)(six > 62) & (u8)('/' - '+' - 1);
    STORE(text + 16 * i, c);
  }
#else
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  u8 *out = text;
  for (int i = 0; i < SIZE; i += 3) {
    u32 w = (u32)plain[i] << 16 | (u32)plain[i + 1] << 8 | plain[i + 2];
    *out++ = (u8)alphabet[w >> 18];
    *out++ = (u8)alphabet[w >> 12 & 63];
    *out++ = (u8)alphabet[w >> 6 & 63];
    *out++ = (u8)alphabet[w & 63];
  }
#endif
}

int run(int n) {
  fill(plain, SIZE, 8);
  u32 total = 0;
  for (int round = 0; round < n; round++) {
    plain[round % SIZE]++;
    encode();
    for (int i = 0; i < SIZE / 3 * 4; i += 997)
      total = total * 31 + text[i];
  }
  return (int)total;
}
