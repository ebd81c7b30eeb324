// n rounds of 1000 calls through a table of eight functions, picked by data that no predictor knows.
typedef unsigned (*step)(unsigned, unsigned);

static unsigned add(unsigned a, unsigned b) { return a + b; }
static unsigned sub(unsigned a, unsigned b) { return a - b; }
static unsigned xor(unsigned a, unsigned b) { return a ^ b; }
static unsigned mul(unsigned a, unsigned b) { return a * (b | 1); }
static unsigned rot(unsigned a, unsigned b) { return a << (b & 31) | a >> (-b & 31); }
static unsigned mix(unsigned a, unsigned b) { return (a ^ a >> 16) * 73244475 + b; }
static unsigned min(unsigned a, unsigned b) { return a < b ? a : a - b; }
static unsigned swp(unsigned a, unsigned b) { return (a >> 8 | a << 24) + b; }

static step steps[8] = {add, sub, xor, mul, rot, mix, min, swp};
static unsigned char program[1000];

int run(int n) {
  unsigned x = 1;
  for (int i = 0; i < 1000; i++) {
    x = x * 1103515245 + 12345;
    program[i] = x >> 20 & 7;
  }
  unsigned acc = 1;
  for (int round = 0; round < n; round++)
    for (int i = 0; i < 1000; i++)
      acc = steps[program[i]](acc, (unsigned)(round + i));
  return (int)acc;
}
