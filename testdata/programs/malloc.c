// Allocates, grows and frees thousands of blocks in a pseudo-random order and
// checks after each step that no block was written by another.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 512, STEPS = 60000 };

static struct slot {
    unsigned char *p;
    size_t n;
    unsigned char tag;
} slots[SLOTS];

static uint32_t state = 2463534242u;

static uint32_t next(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static size_t pick_size(void) {
    uint32_t r = next();
    switch (r & 7) {
    case 0: return 1 + (r >> 8) % 40000;
    case 1:
    case 2: return 1 + (r >> 8) % 2000;
    default: return 1 + (r >> 8) % 100;
    }
}

static int damaged(const struct slot *s) {
    for (size_t i = 0; i < s->n; i++)
        if (s->p[i] != (unsigned char)(s->tag + i * 7)) return 1;
    return 0;
}

static void paint(struct slot *s, size_t from) {
    for (size_t i = from; i < s->n; i++) s->p[i] = (unsigned char)(s->tag + i * 7);
}

int main(void) {
    long allocs = 0, frees = 0, grows = 0, bad = 0, unzeroed = 0, misaligned = 0;
    for (int step = 0; step < STEPS; step++) {
        struct slot *s = &slots[next() % SLOTS];
        if (s->p == NULL) {
            s->n = pick_size();
            s->tag = (unsigned char)next();
            if (next() & 1) {
                s->p = calloc(s->n, 1);
                for (size_t i = 0; i < s->n; i++) unzeroed += s->p[i] != 0;
            } else {
                s->p = malloc(s->n);
            }
            misaligned += ((uintptr_t)s->p & 7) != 0;
            paint(s, 0);
            allocs++;
            continue;
        }
        bad += damaged(s);
        if (next() % 3 == 0) {
            size_t old = s->n, n = pick_size();
            s->p = realloc(s->p, n);
            s->n = n < old ? n : old;
            bad += damaged(s);
            s->n = n;
            paint(s, n < old ? n : old);
            grows++;
        } else {
            free(s->p);
            s->p = NULL;
            frees++;
        }
    }
    long live = 0;
    uint64_t sum = 14695981039346656037u;
    for (int i = 0; i < SLOTS; i++) {
        if (slots[i].p == NULL) continue;
        bad += damaged(&slots[i]);
        for (size_t k = 0; k < slots[i].n; k++) sum = (sum ^ slots[i].p[k]) * 1099511628211u;
        live++;
        free(slots[i].p);
    }
    char *big = malloc(24u << 20);
    memset(big, 'x', 24u << 20);
    memmove(big + 1, big, (24u << 20) - 1);
    printf("allocs %ld frees %ld grows %ld live %ld\n", allocs, frees, grows, live);
    printf("damaged %ld unzeroed %ld misaligned %ld\n", bad, unzeroed, misaligned);
    printf("content %016llx big %c%c\n", (unsigned long long)sum, big[0], big[(24 << 20) - 1]);
    free(big);
    return bad != 0;
}
