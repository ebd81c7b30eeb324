// Shortest paths in a graph of 20,000 nodes and 100,000 edges from n sources, with a binary heap that knows where its members are.
typedef unsigned int u32;

enum { NODES = 20000, DEGREE = 5, FAR = 0x7fffffff };

typedef struct {
  u32 to, weight;
} Edge;

static Edge edges[NODES * DEGREE];
static u32 distance[NODES], heap[NODES], place[NODES]; // place: 1 + index in the heap, or 0
static u32 size;

static void generate(void) {
  u32 seed = 5;
  for (u32 i = 0; i < NODES * DEGREE; i++) {
    seed = seed * 1664525 + 1013904223;
    u32 near = (i / DEGREE + (seed >> 24)) % NODES;
    edges[i] = (Edge){i % DEGREE == 0 ? (seed >> 8) % NODES : near, 1 + (seed >> 16) % 1000};
  }
}

static void put(u32 at, u32 node) {
  heap[at] = node;
  place[node] = at + 1;
}

static void up(u32 at, u32 node) {
  while (at > 0 && distance[heap[(at - 1) / 2]] > distance[node]) {
    put(at, heap[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  put(at, node);
}

static void down(u32 at, u32 node) {
  for (;;) {
    u32 child = 2 * at + 1;
    if (child >= size)
      break;
    if (child + 1 < size && distance[heap[child + 1]] < distance[heap[child]])
      child++;
    if (distance[heap[child]] >= distance[node])
      break;
    put(at, heap[child]);
    at = child;
  }
  put(at, node);
}

static u32 least(void) {
  u32 node = heap[0];
  place[node] = 0;
  if (--size > 0)
    down(0, heap[size]);
  return node;
}

static u32 paths(u32 source) {
  for (u32 i = 0; i < NODES; i++) {
    distance[i] = FAR;
    place[i] = 0;
  }
  distance[source] = 0;
  size = 1;
  put(0, source);
  u32 farthest = 0;
  while (size > 0) {
    u32 node = least();
    farthest = distance[node];
    for (const Edge *e = &edges[node * DEGREE]; e < &edges[(node + 1) * DEGREE]; e++) {
      u32 d = distance[node] + e->weight;
      if (d >= distance[e->to])
        continue;
      distance[e->to] = d;
      up(place[e->to] != 0 ? place[e->to] - 1 : size++, e->to);
    }
  }
  return farthest;
}

int run(int n) {
  generate();
  u32 sum = 0;
  for (int i = 0; i < n; i++)
    sum = sum * 31 + paths((u32)i * 7919 % NODES);
  for (u32 i = 0; i < NODES; i++)
    sum = sum * 5 + distance[i];
  return (int)sum;
}
