// SHA-256 (FIPS 180-4) of n KiB, computed as a chain of one-KiB messages: each message starts with the digest before it.
typedef unsigned int u32;
typedef unsigned char u8;

enum { MESSAGE = 1024 };

static u32 round_constant[64], initial[8];
static u8 message[MESSAGE + 64];

static u32 rotr(u32 x, int n) { return x >> n | x << (32 - n); }

// The first 32 fractional bits of the p-th root of x, p 2 or 3, by Newton's method: a double has 18 bits to spare.
static u32 root_fraction(u32 x, int p) {
  double root = x;
  for (int i = 0; i < 40; i++)
    root = p == 2 ? (root + x / root) / 2 : (2 * root + x / (root * root)) / 3;
  return (u32)((root - (int)root) * 4294967296.0);
}

static void constants(void) {
  int found = 0;
  for (u32 candidate = 2; found < 64; candidate++) {
    int prime = 1;
    for (u32 d = 2; d * d <= candidate; d++)
      prime &= candidate % d != 0;
    if (!prime)
      continue;
    if (found < 8)
      initial[found] = root_fraction(candidate, 2);
    round_constant[found++] = root_fraction(candidate, 3);
  }
}

static void block(u32 h[8], const u8 *p) {
  u32 w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (u32)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    u32 s0 = rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
    u32 s1 = rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  u32 s[8];
  for (int i = 0; i < 8; i++)
    s[i] = h[i];
  for (int i = 0; i < 64; i++) {
    u32 s1 = rotr(s[4], 6) ^ rotr(s[4], 11) ^ rotr(s[4], 25);
    u32 t1 = s[7] + s1 + ((s[4] & s[5]) ^ (~s[4] & s[6])) + round_constant[i] + w[i];
    u32 s0 = rotr(s[0], 2) ^ rotr(s[0], 13) ^ rotr(s[0], 22);
    u32 t2 = s0 + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    s[7] = s[6];
    s[6] = s[5];
    s[5] = s[4];
    s[4] = s[3] + t1;
    s[3] = s[2];
    s[2] = s[1];
    s[1] = s[0];
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++)
    h[i] += s[i];
}

int run(int n) {
  constants();
  for (int i = 0; i < MESSAGE; i++)
    message[i] = (u8)i;
  message[MESSAGE] = 0x80;
  for (int i = MESSAGE + 1; i < MESSAGE + 64; i++)
    message[i] = 0;
  message[MESSAGE + 62] = MESSAGE * 8 >> 8; // the length in bits, big endian
  u32 h[8];
  for (int m = 0; m < n; m++) {
    for (int i = 0; i < 8; i++)
      h[i] = initial[i];
    for (int i = 0; i < MESSAGE + 64; i += 64)
      block(h, message + i);
    for (int i = 0; i < 32; i++)
      message[i] = (u8)(h[i / 4] >> (24 - i % 4 * 8));
  }
  return (int)(h[0] ^ h[7]);
}
