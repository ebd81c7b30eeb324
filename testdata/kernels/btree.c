// A B-tree of up to 100,000 64-bit keys with floats as values: n insertions and look-ups, then a sum over a range.
typedef unsigned int u32;
typedef unsigned long long u64;

enum { ORDER = 15, NODES = 40000 }; // keys of a node at most

typedef struct {
  u64 keys[ORDER];
  float values[ORDER];
  u32 children[ORDER + 1];
  unsigned short count;
  unsigned char leaf;
} Node;

static Node nodes[NODES];
static u32 used, root;

static u32 newNode(int leaf) {
  nodes[used].count = 0;
  nodes[used].leaf = (unsigned char)leaf;
  return used++;
}

// The first place whose key is not less.
static u32 search(const Node *n, u64 key) {
  u32 low = 0, high = n->count;
  while (low < high) {
    u32 middle = (low + high) / 2;
    if (n->keys[middle] < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// Makes two nodes of the full child at a place of a node that is not full.
static void split(Node *parent, u32 at) {
  Node *left = &nodes[parent->children[at]];
  u32 other = newNode(left->leaf);
  Node *right = &nodes[other];
  const u32 middle = ORDER / 2;
  for (u32 i = middle + 1; i < ORDER; i++) {
    right->keys[i - middle - 1] = left->keys[i];
    right->values[i - middle - 1] = left->values[i];
  }
  for (u32 i = middle + 1; i <= ORDER; i++)
    right->children[i - middle - 1] = left->children[i];
  right->count = ORDER - middle - 1;
  left->count = middle;
  for (u32 i = parent->count; i > at; i--) {
    parent->keys[i] = parent->keys[i - 1];
    parent->values[i] = parent->values[i - 1];
    parent->children[i + 1] = parent->children[i];
  }
  parent->keys[at] = left->keys[middle];
  parent->values[at] = left->values[middle];
  parent->children[at + 1] = other;
  parent->count++;
}

static void insert(u64 key, float value) {
  if (nodes[root].count == ORDER) {
    u32 top = newNode(0);
    nodes[top].children[0] = root;
    root = top;
    split(&nodes[root], 0);
  }
  Node *n = &nodes[root];
  for (;;) {
    u32 at = search(n, key);
    if (at < n->count && n->keys[at] == key) {
      n->values[at] += value;
      return;
    }
    if (n->leaf) {
      for (u32 i = n->count; i > at; i--) {
        n->keys[i] = n->keys[i - 1];
        n->values[i] = n->values[i - 1];
      }
      n->keys[at] = key;
      n->values[at] = value;
      n->count++;
      return;
    }
    if (nodes[n->children[at]].count == ORDER)
      split(n, at);
    else
      n = &nodes[n->children[at]];
  }
}

static float lookup(u64 key) {
  for (const Node *n = &nodes[root];; ) {
    u32 at = search(n, key);
    if (at < n->count && n->keys[at] == key)
      return n->values[at];
    if (n->leaf)
      return -1;
    n = &nodes[n->children[at]];
  }
}

static double total(const Node *n) {
  double sum = 0;
  for (u32 i = 0; i < n->count; i++)
    sum += n->values[i];
  if (!n->leaf)
    for (u32 i = 0; i <= n->count; i++)
      sum += total(&nodes[n->children[i]]);
  return sum;
}

static u64 keyOf(u32 i) { return (i * 2654435761u % 100000) * 0x9e3779b97f4a7c15ull; }

int run(int n) {
  used = 0;
  root = newNode(1);
  for (u32 i = 0; i < (u32)n; i++)
    insert(keyOf(i), (float)(i % 100));
  double sum = 0;
  for (u32 i = 0; i < (u32)n; i++)
    sum += lookup(keyOf(i * 7));
  return (int)(sum + total(&nodes[root]));
}
