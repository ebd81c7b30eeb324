// A small scripting engine whose initialisation is heavy: it makes a dictionary of words on the heap, with functions in the table, and
// compiles a library of definitions. build.sh makes engine.wasm of it.
typedef unsigned int u32;
typedef unsigned char u8;
#define EXPORT(name) __attribute__((export_name(name)))

extern u8 __heap_base;
extern void __wasm_call_ctors(void);

static u8 *top, *end;

// take gives bytes that nobody gives back.
static void *take(u32 n) {
  if (!top) {
    top = &__heap_base;
    end = (u8 *)(__builtin_wasm_memory_size(0) << 16);
  }
  n = (n + 15) & ~15u;
  while (top + n > end) {
    if (__builtin_wasm_memory_grow(0, 1) < 0) __builtin_trap();
    end += 65536;
  }
  u8 *p = top;
  top += n;
  return p;
}

static u32 stack[256], *sp = stack;

static void add(void) { sp[-2] += sp[-1]; sp--; }
static void mul(void) { sp[-2] *= sp[-1]; sp--; }
static void dup(void) { sp[0] = sp[-1]; sp++; }
static void swap(void) { u32 x = sp[-1]; sp[-1] = sp[-2]; sp[-2] = x; }
static void xorshift(void) {
  u32 x = sp[-1];
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  sp[-1] = x;
}

// A word is known by its number; it is a primitive or a list of words.
typedef struct word {
  u32 name;
  void (*primitive)(void);
  struct word **body; // ends with 0
  u32 cost;           // of running it, found out when it is defined
  struct word *next;
} word;

static word *dictionary[256];

static word *find(u32 name) {
  word *w = dictionary[name & 255];
  while (w && w->name != name) w = w->next;
  return w;
}

static word *define(u32 name, void (*primitive)(void), word **body) {
  word *w = take(sizeof *w);
  w->name = name, w->primitive = primitive, w->body = body, w->next = dictionary[name & 255];
  dictionary[name & 255] = w;
  return w;
}

static u32 steps;

static void run(word *w) {
  steps++;
  if (w->primitive) {
    w->primitive();
    return;
  }
  for (word **b = w->body; *b; b++) run(*b);
}

static void (*const primitives[])(void) = {dup, xorshift, add, swap, mul, xorshift};

// library defines words, each of two former ones, and tries them.
static void library(u32 words) {
  for (u32 i = 0; i < 6; i++) define(i, primitives[i], 0);
  for (u32 i = 6; i < words; i++) {
    word **body = take(5 * sizeof *body);
    body[0] = find(0), body[1] = find(i * 7 % i), body[2] = find(2), body[3] = find(1);
    word *w = define(i, 0, body);
    for (u32 n = 0; n < 2000; n++) {
      sp = stack;
      *sp++ = n, *sp++ = i;
      steps = 0;
      run(w);
      w->cost += steps;
    }
  }
  sp = stack;
}

__attribute__((constructor)) static void begin(void) { library(800); }

EXPORT("_initialize") void initialize(void) { __wasm_call_ctors(); }

// eval runs a word on x and x+1, and returns what is on top then.
EXPORT("eval") u32 eval(u32 name, u32 x) {
  word *w = find(name);
  if (!w) return 0;
  sp = stack;
  *sp++ = x, *sp++ = x + 1;
  run(w);
  return sp[-1] + w->cost;
}

// mark changes the state, for those who set it back.
EXPORT("mark") u32 mark(void) {
  static u32 n;
  u8 *p = take(1);
  *p = 1;
  return ++n;
}
