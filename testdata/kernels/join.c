// Joins two tables of structs n times: the smaller one goes into a chained hash table by its 64-bit key, the larger one looks keys up.
typedef unsigned int u32;
typedef unsigned long long u64;

enum { CUSTOMERS = 6000, ORDERS = 40000, BUCKETS = 1 << 12 };

typedef struct {
  u64 key;
  u32 next;
  unsigned short region;
  unsigned char active;
} Customer;

typedef struct {
  u64 customer;
  u32 amount;
  unsigned short quantity;
} Order;

static Customer customers[CUSTOMERS + 1]; // 0 ends a chain
static Order orders[ORDERS];
static u32 buckets[BUCKETS];
static u64 totals[16];

static u32 hash(u64 key) { return (u32)(key * 0x9e3779b97f4a7c15ull >> 52); }

static void generate(void) {
  u64 seed = 1;
  for (u32 i = 1; i <= CUSTOMERS; i++) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    customers[i] = (Customer){seed >> 8, 0, (unsigned short)(seed >> 60), seed >> 40 & 3};
  }
  for (u32 i = 0; i < ORDERS; i++) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    u64 key = customers[1 + (u32)(seed >> 33) % CUSTOMERS].key;
    orders[i] = (Order){i % 5 == 0 ? key + 1 : key, (u32)(seed >> 20) & 0xffff, (unsigned short)(seed >> 12 & 15)};
  }
}

static void build(void) {
  for (u32 i = 0; i < BUCKETS; i++)
    buckets[i] = 0;
  for (u32 i = 1; i <= CUSTOMERS; i++) {
    u32 *head = &buckets[hash(customers[i].key)];
    customers[i].next = *head;
    *head = i;
  }
}

static u32 probe(void) {
  u32 found = 0;
  for (u32 i = 0; i < ORDERS; i++) {
    const Order *o = &orders[i];
    for (u32 c = buckets[hash(o->customer)]; c != 0; c = customers[c].next) {
      if (customers[c].key != o->customer)
        continue;
      if (customers[c].active != 0) {
        totals[customers[c].region] += (u64)o->amount * o->quantity;
        found++;
      }
      break;
    }
  }
  return found;
}

int run(int n) {
  generate();
  u32 sum = 0;
  for (int i = 0; i < n; i++) {
    for (int r = 0; r < 16; r++)
      totals[r] = 0;
    build();
    sum += probe();
    for (int r = 0; r < 16; r++)
      sum = sum * 31 + (u32)(totals[r] ^ totals[r] >> 32);
  }
  return (int)sum;
}
