// CRC-32 (table of 256 words) and Adler-32 over a 64 KiB buffer, n times.
typedef unsigned int u32;

enum { SIZE = 1 << 16 };

static u32 crc_table[256];
static unsigned char data[SIZE];

static u32 crc32(u32 crc, const unsigned char *p, int n) {
  crc = ~crc;
  for (int i = 0; i < n; i++)
    crc = crc_table[(crc ^ p[i]) & 255] ^ crc >> 8;
  return ~crc;
}

static u32 adler32(u32 adler, const unsigned char *p, int n) {
  u32 a = adler & 0xffff, b = adler >> 16;
  while (n > 0) {
    int run = n < 5552 ? n : 5552; // so many sums fit in 32 bits
    for (int i = 0; i < run; i++) {
      a += p[i];
      b += a;
    }
    a %= 65521;
    b %= 65521;
    p += run;
    n -= run;
  }
  return b << 16 | a;
}

int run(int n) {
  for (u32 i = 0; i < 256; i++) {
    u32 c = i;
    for (int bit = 0; bit < 8; bit++)
      c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1;
    crc_table[i] = c;
  }
  for (int i = 0; i < SIZE; i++)
    data[i] = (unsigned char)(i * 31 + (i >> 7));
  u32 crc = 0, adler = 1;
  for (int i = 0; i < n; i++) {
    crc = crc32(crc, data, SIZE);
    adler = adler32(adler, data, SIZE);
  }
  return (int)(crc ^ adler);
}
