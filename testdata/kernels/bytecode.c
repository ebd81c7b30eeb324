// An interpreter of register code, one big switch: it counts the Collatz steps of all numbers up to n.
typedef unsigned int u32;

enum { LOADI, MOVE, ADD, MULI, SHRI, ANDI, ADDI, XOR, JUMP, JZ, JNE, JLE, HALT };

typedef struct {
  unsigned char op, a, b;
  int imm;
} Code;

// r0 limit, r1 number, r2 current value, r3 steps, r4 scratch, r5 checksum
static const Code collatz[] = {
    {LOADI, 1, 0, 1},  // 0
    {MOVE, 2, 1, 0},   // 1: next number
    {LOADI, 3, 0, 0},  // 2
    {LOADI, 6, 0, 1},  // 3
    {JNE, 2, 6, 6},    // 4: while value != 1
    {JUMP, 0, 0, 15},  // 5
    {MOVE, 4, 2, 0},   // 6
    {ANDI, 4, 0, 1},   // 7
    {JZ, 4, 0, 12},    // 8
    {MULI, 2, 0, 3},   // 9: odd
    {ADDI, 2, 0, 1},   // 10
    {JUMP, 0, 0, 13},  // 11
    {SHRI, 2, 0, 1},   // 12: even
    {ADDI, 3, 0, 1},   // 13
    {JUMP, 0, 0, 4},   // 14
    {MULI, 5, 0, 31},  // 15: done
    {ADD, 5, 3, 0},    // 16
    {XOR, 5, 1, 0},    // 17
    {ADDI, 1, 0, 1},   // 18
    {JLE, 1, 0, 1},    // 19: compares with r0
    {HALT, 5, 0, 0},   // 20
};

static u32 interpret(const Code *code, u32 arg) {
  u32 r[16] = {arg};
  for (u32 pc = 0;;) {
    const Code *c = &code[pc++];
    u32 *a = &r[c->a & 15], b = r[c->b & 15];
    switch (c->op) {
    case LOADI: *a = (u32)c->imm; break;
    case MOVE: *a = b; break;
    case ADD: *a += b; break;
    case MULI: *a *= (u32)c->imm; break;
    case SHRI: *a >>= c->imm; break;
    case ANDI: *a &= (u32)c->imm; break;
    case ADDI: *a += (u32)c->imm; break;
    case XOR: *a ^= b; break;
    case JUMP: pc = (u32)c->imm; break;
    case JZ:
      if (*a == 0)
        pc = (u32)c->imm;
      break;
    case JNE:
      if (*a != b)
        pc = (u32)c->imm;
      break;
    case JLE:
      if (*a <= b)
        pc = (u32)c->imm;
      break;
    case HALT: return *a;
    }
  }
}

int run(int n) { return (int)interpret(collatz, (u32)n); }
