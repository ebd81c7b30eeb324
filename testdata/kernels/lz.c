// Packs a text of 64 KiB with a Lempel-Ziv code of bytes and 16-bit offsets, and unpacks it, n times.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

enum { SIZE = 64 * 1024 - 1, HASHES = 1 << 12, SHORTEST = 4, LONGEST = SHORTEST + 127 };

static u8 text[SIZE], packed[2 * SIZE], unpacked[SIZE];
static u16 last[HASHES];

static void generate(void) {
  static const char *const words[] = {"memory ", "the ", "line of ", "cache ", "is ", "written ", "back, ", "chip ", "and ", "0123456789 "};
  u32 seed = 7;
  for (u32 at = 0; at < SIZE;) {
    seed = seed * 1664525 + 1013904223;
    for (const char *w = words[(seed >> 16) % 10]; *w && at < SIZE; w++)
      text[at++] = (u8)*w;
    if ((seed >> 28) == 0 && at < SIZE)
      text[at++] = (u8)(seed >> 8);
  }
}

static u32 hash(const u8 *p) { return (p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24) * 2654435761u >> 20; }

// A token is a byte 1 to 127 and as many literals, or a byte from 128 on and an offset back.
static u32 pack(void) {
  u32 out = 0, at = 0, literals = 0;
  for (u32 i = 0; i < HASHES; i++)
    last[i] = 0xffff;
  while (at < SIZE) {
    u32 length = 0, from = 0xffff;
    if (at + SHORTEST <= SIZE) {
      u16 *slot = &last[hash(text + at)];
      from = *slot;
      *slot = (u16)at;
    }
    if (from != 0xffff)
      while (length < LONGEST && at + length < SIZE && text[from + length] == text[at + length])
        length++;
    if (length >= SHORTEST) {
      packed[out++] = (u8)(128 + length - SHORTEST);
      packed[out++] = (u8)(at - from);
      packed[out++] = (u8)((at - from) >> 8);
      at += length;
      literals = 0;
      continue;
    }
    if (literals == 0 || packed[literals - 1] == 127) {
      packed[out++] = 0;
      literals = out;
    }
    packed[literals - 1]++;
    packed[out++] = text[at++];
  }
  return out;
}

static u32 unpack(u32 size) {
  u32 out = 0;
  for (u32 in = 0; in < size;) {
    u32 token = packed[in++];
    if (token < 128) {
      while (token-- > 0)
        unpacked[out++] = packed[in++];
      continue;
    }
    u32 from = out - (packed[in] | (u32)packed[in + 1] << 8);
    in += 2;
    for (u32 length = token - 128 + SHORTEST; length > 0; length--)
      unpacked[out++] = unpacked[from++];
  }
  return out;
}

int run(int n) {
  generate();
  u32 sum = 0;
  for (int i = 0; i < n; i++) {
    u32 size = pack();
    sum = sum * 31 + size + unpack(size);
    sum += unpacked[(u32)i * 7919 % SIZE];
    text[(u32)i * 104729 % SIZE] ^= 1;
  }
  for (u32 i = 0; i < SIZE; i++)
    sum = sum * 5 + unpacked[i];
  return (int)sum;
}
