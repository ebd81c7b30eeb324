// Moves memory: n rounds of fill and copy in blocks of 16 bytes to 64 KiB, overlapping and not; bulk memory instructions.
enum { SIZE = 1 << 18 };

static unsigned char heap[SIZE];

int run(int n) {
  for (int i = 0; i < SIZE; i++)
    heap[i] = (unsigned char)(i ^ i >> 8);
  unsigned seed = 3, sum = 0;
  for (int round = 0; round < n; round++) {
    seed = seed * 1664525 + 1013904223;
    unsigned length = 16u << (seed >> 16) % 13;
    unsigned from = (seed >> 8) % (SIZE - length), to = (seed >> 4) % (SIZE - length);
    __builtin_memmove(heap + to, heap + from, length);
    __builtin_memset(heap + from, (int)(seed >> 24), length / 4);
    sum = sum * 31 + heap[to + length / 2] + heap[seed % SIZE];
  }
  return (int)sum;
}
