// Builds binary search trees of 30,000 keys from a bump allocator, walks each recursively and looks keys up; n trees.
enum { KEYS = 30000 };

typedef struct Node {
  struct Node *left, *right;
  unsigned key, weight;
} Node;

static Node arena[KEYS];
static int used;

static Node *insert(Node *root, unsigned key) {
  Node **at = &root;
  while (*at) {
    if ((*at)->key == key) {
      (*at)->weight++;
      return root;
    }
    at = key < (*at)->key ? &(*at)->left : &(*at)->right;
  }
  *at = &arena[used++];
  **at = (Node){0, 0, key, 1};
  return root;
}

static unsigned walk(const Node *t, unsigned depth) {
  if (!t)
    return depth;
  return walk(t->left, depth + 1) * 3 + t->key * t->weight + walk(t->right, depth + 1);
}

static const Node *find(const Node *t, unsigned key) {
  while (t && t->key != key)
    t = key < t->key ? t->left : t->right;
  return t;
}

int run(int n) {
  unsigned seed = 1, sum = 0;
  for (int tree = 0; tree < n; tree++) {
    used = 0;
    Node *root = 0;
    unsigned first = seed;
    for (int i = 0; i < KEYS; i++) {
      seed = seed * 1664525 + 1013904223;
      root = insert(root, seed >> 12);
    }
    sum = sum * 31 + walk(root, 0);
    for (int i = 0; i < KEYS; i++) {
      first = first * 1664525 + 1013904223;
      const Node *hit = find(root, (first >> 12) ^ (i & 1));
      sum += hit ? hit->weight : 7;
    }
  }
  return (int)sum;
}
