// Open addressing with linear probing: n keys are counted in, looked up, half of them deleted, and counted again.
typedef unsigned int u32;

enum { SLOTS = 1 << 18 };

typedef struct {
  u32 key, count;
} Slot;

static Slot table[SLOTS];

static u32 hash(u32 x) {
  x ^= x >> 16;
  x *= 0x7feb352d;
  x ^= x >> 15;
  x *= 0x846ca68b;
  return x ^ x >> 16;
}

static Slot *find(u32 key) {
  u32 i = hash(key) % SLOTS;
  while (table[i].key != 0 && table[i].key != key)
    i = (i + 1) % SLOTS;
  return &table[i];
}

// Moves later members of the chain back, so that no search is cut short.
static void delete(u32 key) {
  u32 hole = (u32)(find(key) - table);
  if (table[hole].key == 0)
    return;
  for (u32 i = (hole + 1) % SLOTS; table[i].key != 0; i = (i + 1) % SLOTS) {
    u32 home = hash(table[i].key) % SLOTS;
    if ((i - home) % SLOTS >= (i - hole) % SLOTS) {
      table[hole] = table[i];
      hole = i;
    }
  }
  table[hole] = (Slot){0, 0};
}

static u32 keyOf(u32 i) { return 1 + i * 2654435761u % 150000; }

int run(int n) {
  for (u32 i = 0; i < SLOTS; i++)
    table[i] = (Slot){0, 0};
  for (u32 i = 0; i < (u32)n; i++) {
    Slot *s = find(keyOf(i));
    s->key = keyOf(i);
    s->count++;
  }
  u32 sum = 0;
  for (u32 i = 0; i < (u32)n; i++)
    sum += find(keyOf(i * 3))->count * i;
  for (u32 i = 0; i < (u32)n; i += 2)
    delete(keyOf(i));
  for (u32 i = 0; i < SLOTS; i++)
    sum = sum * 5 + table[i].count;
  return (int)sum;
}
