// Structures by value: passed, returned, nested, in unions, in arrays; a
// linked list, a binary tree and a hash table made of them.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point { double x, y; };
struct line { struct point a, b; };
struct tiny { char c; };
struct mixed { char a; int64_t b; short c; float d; char e[5]; };
struct big { int v[40]; };

union number { int32_t i; float f; unsigned char bytes[4]; };

static struct point middle(struct line l) {
    return (struct point){(l.a.x + l.b.x) / 2, (l.a.y + l.b.y) / 2};
}
static struct line shift(struct line l, struct point by) {
    l.a.x += by.x, l.a.y += by.y, l.b.x += by.x, l.b.y += by.y;
    return l;
}
static struct tiny next(struct tiny t) { return (struct tiny){(char)(t.c + 1)}; }
static struct mixed bump(struct mixed m) {
    m.a++, m.b *= 3, m.c = (short)-m.c, m.d /= 2;
    m.e[0] ^= 0x20;
    return m;
}
__attribute__((noinline)) static struct big fill(struct big b, int k) {
    for (int i = 0; i < 40; i++) b.v[i] = b.v[i] * k + i;
    return b;
}
static long sum(struct big b) {
    long s = 0;
    for (int i = 0; i < 40; i++) s += b.v[i];
    return s;
}

struct node {
    int key, height;
    struct node *left, *right;
};

static int height(const struct node *n) { return n ? n->height : 0; }
static void measure(struct node *n) {
    int l = height(n->left), r = height(n->right);
    n->height = (l > r ? l : r) + 1;
}
static struct node *rotate_right(struct node *n) {
    struct node *up = n->left;
    n->left = up->right, up->right = n;
    measure(n), measure(up);
    return up;
}
static struct node *rotate_left(struct node *n) {
    struct node *up = n->right;
    n->right = up->left, up->left = n;
    measure(n), measure(up);
    return up;
}
static struct node *insert(struct node *n, int key) {
    if (n == NULL) {
        n = calloc(1, sizeof *n);
        n->key = key, n->height = 1;
        return n;
    }
    if (key < n->key) n->left = insert(n->left, key);
    else if (key > n->key) n->right = insert(n->right, key);
    measure(n);
    int lean = height(n->left) - height(n->right);
    if (lean > 1) {
        if (key > n->left->key) n->left = rotate_left(n->left);
        return rotate_right(n);
    }
    if (lean < -1) {
        if (key < n->right->key) n->right = rotate_right(n->right);
        return rotate_left(n);
    }
    return n;
}
static int walk(const struct node *n, int *last, int *ordered) {
    if (n == NULL) return 0;
    int count = walk(n->left, last, ordered);
    if (n->key <= *last) *ordered = 0;
    *last = n->key;
    return count + 1 + walk(n->right, last, ordered);
}
static void release(struct node *n) {
    if (n == NULL) return;
    release(n->left), release(n->right);
    free(n);
}

struct item { struct item *next; uint32_t key; int hits; };
static struct item *heads[257];

static int hit(uint32_t key) {
    struct item **at = &heads[key % 257];
    for (; *at; at = &(*at)->next)
        if ((*at)->key == key) return ++(*at)->hits;
    *at = malloc(sizeof **at);
    **at = (struct item){NULL, key, 1};
    return 1;
}

int main(void) {
    struct line l = {{0, 0}, {4, 2}};
    struct point m = middle(shift(l, (struct point){1.5, -0.5}));
    printf("middle %.2f %.2f\n", m.x, m.y);
    printf("tiny %c\n", next(next((struct tiny){'a'})).c);
    struct mixed x = {1, -7, 300, 2.5f, "Text"}, y = bump(bump(x));
    printf("mixed %d %lld %d %.3f %s, offset %d\n", y.a, (long long)y.b, y.c, y.d, y.e, (int)offsetof(struct mixed, d));
    struct big b = {{0}};
    for (int k = 0; k < 5; k++) b = fill(b, k);
    printf("big %ld first %d last %d\n", sum(b), b.v[0], b.v[39]);
    union number u = {.f = -1.5f};
    printf("union %08x %02x %02x\n", (unsigned)u.i, u.bytes[3], u.bytes[0]);
    u.bytes[3] = 0x41;
    printf("union %.3f\n", u.f);

    struct node *tree = NULL;
    uint32_t r = 7;
    for (int i = 0; i < 5000; i++) tree = insert(tree, (int)((r = r * 1103515245u + 12345u) >> 16 & 0x3fff));
    for (int i = 0; i < 1000; i++) tree = insert(tree, 20000 + i);
    int last = -1, ordered = 1, count = walk(tree, &last, &ordered);
    printf("tree %d keys, ordered %d, height %d, last %d\n", count, ordered, tree->height, last);
    release(tree);

    int most = 0, distinct = 0;
    for (int i = 0; i < 20000; i++) {
        int hits = hit((r = r * 1103515245u + 12345u) >> 20);
        distinct += hits == 1;
        if (hits > most) most = hits;
    }
    printf("table %d distinct, most hits %d\n", distinct, most);
    struct point grid[3][4], *p = &grid[0][0];
    for (int i = 0; i < 12; i++) p[i] = (struct point){i % 4, i / 4};
    struct point corner = grid[2][3];
    grid[0][0] = grid[2][3];
    printf("grid %.0f %.0f %.0f\n", corner.x, corner.y, grid[0][0].x);
    return 0;
}
