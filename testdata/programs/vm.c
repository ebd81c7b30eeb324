// A byte-code machine with a large switch, its assembler's output checked by a
// disassembler, and a state machine that splits text into tokens.
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum op {
    HALT, PUSH, POP, DUP, SWAP, OVER, ADD, SUB, MUL, DIV, MOD, NEG, AND, OR, XOR, NOT, SHL, SHR,
    EQ, LT, GT, JMP, JZ, JNZ, LOAD, STORE, CALL, RET, PRINT, EMIT, INC, DEC, OPS
};

static const char *names[OPS] = {
    "halt", "push", "pop", "dup", "swap", "over", "add", "sub", "mul", "div", "mod", "neg", "and", "or", "xor", "not",
    "shl", "shr", "eq", "lt", "gt", "jmp", "jz", "jnz", "load", "store", "call", "ret", "print", "emit", "inc", "dec",
};

static int has_operand(int o) {
    return o == PUSH || (o >= JMP && o <= CALL) || o == INC || o == DEC;
}

struct machine {
    int32_t stack[256], vars[16];
    int sp, rp;
    int returns[64];
    long steps;
};

static const char *run(struct machine *m, const int32_t *code, int n) {
    int pc = 0;
    for (;;) {
        if (pc < 0 || pc >= n) return "pc out of range";
        if (m->sp > 250) return "stack overflow";
        int32_t *s = m->stack + m->sp;
        m->steps++;
        switch (code[pc++]) {
        case HALT: return "halted";
        case PUSH: s[0] = code[pc++]; m->sp++; break;
        case POP: m->sp--; break;
        case DUP: s[0] = s[-1]; m->sp++; break;
        case SWAP: { int32_t t = s[-1]; s[-1] = s[-2]; s[-2] = t; break; }
        case OVER: s[0] = s[-2]; m->sp++; break;
        case ADD: s[-2] = (int32_t)((uint32_t)s[-2] + (uint32_t)s[-1]); m->sp--; break;
        case SUB: s[-2] = (int32_t)((uint32_t)s[-2] - (uint32_t)s[-1]); m->sp--; break;
        case MUL: s[-2] = (int32_t)((uint32_t)s[-2] * (uint32_t)s[-1]); m->sp--; break;
        case DIV: if (s[-1] == 0) return "division by zero"; s[-2] /= s[-1]; m->sp--; break;
        case MOD: if (s[-1] == 0) return "division by zero"; s[-2] %= s[-1]; m->sp--; break;
        case NEG: s[-1] = -s[-1]; break;
        case AND: s[-2] &= s[-1]; m->sp--; break;
        case OR: s[-2] |= s[-1]; m->sp--; break;
        case XOR: s[-2] ^= s[-1]; m->sp--; break;
        case NOT: s[-1] = ~s[-1]; break;
        case SHL: s[-2] = (int32_t)((uint32_t)s[-2] << (s[-1] & 31)); m->sp--; break;
        case SHR: s[-2] = (int32_t)((uint32_t)s[-2] >> (s[-1] & 31)); m->sp--; break;
        case EQ: s[-2] = s[-2] == s[-1]; m->sp--; break;
        case LT: s[-2] = s[-2] < s[-1]; m->sp--; break;
        case GT: s[-2] = s[-2] > s[-1]; m->sp--; break;
        case JMP: pc = code[pc]; break;
        case JZ: m->sp--; pc = s[-1] ? pc + 1 : code[pc]; break;
        case JNZ: m->sp--; pc = s[-1] ? code[pc] : pc + 1; break;
        case LOAD: s[0] = m->vars[code[pc++]]; m->sp++; break;
        case STORE: m->vars[code[pc++]] = s[-1]; m->sp--; break;
        case CALL: m->returns[m->rp++] = pc + 1; pc = code[pc]; break;
        case RET: if (m->rp == 0) return "return without call"; pc = m->returns[--m->rp]; break;
        case PRINT: printf("%d ", s[-1]); m->sp--; break;
        case EMIT: putchar(s[-1]); m->sp--; break;
        case INC: m->vars[code[pc++]]++; break;
        case DEC: m->vars[code[pc++]]--; break;
        default: return "unknown instruction";
        }
    }
}

static void disassemble(const int32_t *code, int n) {
    for (int pc = 0; pc < n;) {
        int o = code[pc];
        if (has_operand(o)) printf("%3d %s %d\n", pc, names[o], code[pc + 1]);
        else printf("%3d %s\n", pc, names[o]);
        pc += has_operand(o) ? 2 : 1;
    }
}

static void execute(const char *title, const int32_t *code, int n) {
    struct machine m = {0};
    printf("%s: ", title);
    const char *end = run(&m, code, n);
    printf("%s after %ld steps, depth %d\n", end, m.steps, m.sp);
}

// Reads identifiers, numbers, strings with escapes, comments and operators.
static void tokens(const char *p) {
    enum { SPACE, WORD, NUMBER, FRACTION, STRING, ESCAPE, COMMENT, MARK } state = SPACE;
    int count[8] = {0};
    for (;; p++) {
        int c = (unsigned char)*p;
        switch (state) {
        case WORD: if (isalnum(c) || c == '_') continue; break;
        case NUMBER: if (isdigit(c)) continue; if (c == '.') { state = FRACTION; continue; } break;
        case FRACTION: if (isdigit(c)) continue; break;
        case STRING: if (c == '\\') state = ESCAPE; else if (c == '"') { count[STRING]++; state = SPACE; } if (c) continue; break;
        case ESCAPE: state = STRING; if (c) continue; break;
        case COMMENT: if (c && c != '\n') continue; break;
        case MARK: case SPACE: break;
        }
        if (state != SPACE) count[state]++;
        if (c == 0) break;
        state = isalpha(c) ? WORD : isdigit(c) ? NUMBER : c == '"' ? STRING : c == '#' ? COMMENT : isspace(c) ? SPACE : MARK;
    }
    printf("words %d numbers %d fractions %d strings %d comments %d marks %d\n", count[WORD], count[NUMBER], count[FRACTION],
           count[STRING], count[COMMENT], count[MARK]);
}

int main(void) {
    // Primes below a bound by trial division; variable 0 is the candidate, 1 the divisor.
    static const int32_t primes[] = {
        PUSH, 2, STORE, 0,
        /* 4 */ LOAD, 0, PUSH, 60, LT, JZ, 45, PUSH, 2, STORE, 1,
        /* 15 */ LOAD, 1, DUP, MUL, LOAD, 0, GT, JNZ, 38,
        /* 24 */ LOAD, 0, LOAD, 1, MOD, JZ, 41, INC, 1, JMP, 15, HALT, HALT, HALT,
        /* 38 */ LOAD, 0, PRINT,
        /* 41 */ INC, 0, JMP, 4,
        /* 45 */ HALT,
    };
    static const int32_t factorial[] = {
        PUSH, 12, CALL, 6, PRINT, HALT,
        /* 6 */ DUP, PUSH, 2, LT, JNZ, 20, DUP, PUSH, 1, SUB, CALL, 6, MUL, RET,
        /* 20 */ RET,
    };
    static const int32_t hello[] = {PUSH, 'h', EMIT, PUSH, 'i', EMIT, PUSH, ' ', EMIT, PUSH, 7, PUSH, 0, DIV, HALT};
    static const int32_t spin[] = {PUSH, 1, DUP, JMP, 2};
    static const int32_t count[] = {
        PUSH, 100000, STORE, 3, PUSH, 1, STORE, 4,
        /* 8 */ LOAD, 4, PUSH, 5, SHL, LOAD, 4, XOR, DUP, PUSH, 13, SHR, XOR, PUSH, 40503, ADD, STORE, 4,
        DEC, 3, LOAD, 3, JNZ, 8, LOAD, 4, PRINT, HALT,
    };
    execute("primes", primes, sizeof primes / 4);
    execute("factorial", factorial, sizeof factorial / 4);
    execute("hello", hello, sizeof hello / 4);
    execute("spin", spin, sizeof spin / 4);
    execute("count", count, sizeof count / 4);
    disassemble(factorial, sizeof factorial / 4);
    tokens("let x_1 = 3.25 * (y + 10) # area\nprint \"a \\\"b\\\" c\", x_1; end2 7");
    return 0;
}
