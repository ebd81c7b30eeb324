// Encodes 48 KiB to base64 and decodes it again, n times.
enum { SIZE = 48 * 1024 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static unsigned char plain[SIZE], text[SIZE / 3 * 4], back[SIZE];
static signed char value[256];

static void encode(void) {
  unsigned char *out = text;
  for (int i = 0; i < SIZE; i += 3) {
    unsigned w = (unsigned)plain[i] << 16 | plain[i + 1] << 8 | plain[i + 2];
    *out++ = alphabet[w >> 18];
    *out++ = alphabet[w >> 12 & 63];
    *out++ = alphabet[w >> 6 & 63];
    *out++ = alphabet[w & 63];
  }
}

static int decode(void) {
  unsigned char *out = back;
  for (int i = 0; i < SIZE / 3 * 4; i += 4) {
    int w = 0;
    for (int j = 0; j < 4; j++) {
      int v = value[text[i + j]];
      if (v < 0)
        return 0;
      w = w << 6 | v;
    }
    *out++ = (unsigned char)(w >> 16);
    *out++ = (unsigned char)(w >> 8);
    *out++ = (unsigned char)w;
  }
  return 1;
}

int run(int n) {
  for (int i = 0; i < 256; i++)
    value[i] = -1;
  for (int i = 0; i < 64; i++)
    value[(unsigned char)alphabet[i]] = (signed char)i;
  unsigned seed = 99;
  for (int i = 0; i < SIZE; i++)
    plain[i] = (unsigned char)((seed = seed * 1664525 + 1013904223) >> 24);
  unsigned sum = 0;
  for (int round = 0; round < n; round++) {
    plain[round % SIZE]++;
    encode();
    if (!decode())
      return -1;
    sum = sum * 31 + text[round * 7 % sizeof text] + back[round % SIZE];
  }
  return (int)sum;
}
