// qsort and bsearch with several comparison callbacks, and a merge sort that
// is stable, against which the unstable one is checked.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*compare)(const void *, const void *);

struct city {
    const char *name;
    int people; // thousands
    double north;
};

static struct city cities[] = {
    {"Oslo", 709, 59.91},   {"Lima", 10092, -12.05}, {"Quito", 1763, -0.18},  {"Accra", 2557, 5.56},
    {"Dhaka", 10278, 23.8}, {"Perth", 2192, -31.95}, {"Turku", 201, 60.45},   {"Sucre", 360, -19.04},
    {"Malmo", 357, 55.6},   {"Nairobi", 4397, -1.29}, {"Bergen", 289, 60.39}, {"Cusco", 428, -13.53},
};

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct city *)a)->name, ((const struct city *)b)->name);
}
static int by_people(const void *a, const void *b) {
    return ((const struct city *)b)->people - ((const struct city *)a)->people;
}
static int by_north(const void *a, const void *b) {
    double x = ((const struct city *)a)->north, y = ((const struct city *)b)->north;
    return (x < y) - (x > y);
}
static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}
static int by_low_byte(const void *a, const void *b) {
    return (int)(*(const uint32_t *)a & 255) - (int)(*(const uint32_t *)b & 255);
}

static void merge_sort(uint32_t *v, uint32_t *tmp, int n, compare less) {
    if (n < 2) return;
    int h = n / 2, i = 0, j = h;
    merge_sort(v, tmp, h, less);
    merge_sort(v + h, tmp, n - h, less);
    for (int k = 0; k < n; k++)
        tmp[k] = j == n || (i < h && less(&v[i], &v[j]) <= 0) ? v[i++] : v[j++];
    memcpy(v, tmp, (size_t)n * sizeof *v);
}

static void show(const char *title, compare c) {
    size_t n = sizeof cities / sizeof *cities;
    qsort(cities, n, sizeof *cities, c);
    printf("%s:", title);
    for (size_t i = 0; i < n; i++) printf(" %s", cities[i].name);
    printf("\n");
}

int main(void) {
    show("name", by_name);
    show("people", by_people);
    show("north", by_north);
    show("name", by_name);
    const char *wanted[] = {"Lima", "Perth", "Paris"};
    for (int i = 0; i < 3; i++) {
        struct city key = {wanted[i], 0, 0};
        struct city *c = bsearch(&key, cities, sizeof cities / sizeof *cities, sizeof *cities, by_name);
        if (c) printf("%s has %d thousand at %.2f\n", c->name, c->people, c->north);
        else printf("%s is not listed\n", wanted[i]);
    }

    enum { N = 20000 };
    static uint32_t v[N], w[N], tmp[N];
    uint32_t x = 1;
    for (int i = 0; i < N; i++) v[i] = w[i] = x = x * 1664525u + 1013904223u;
    qsort(v, N, sizeof *v, by_u32);
    merge_sort(w, tmp, N, by_u32);
    printf("same order %d, first %u, last %u\n", memcmp(v, w, sizeof v) == 0, v[0], v[N - 1]);
    merge_sort(v, tmp, N, by_low_byte);
    int stable = 1;
    for (int i = 1; i < N; i++)
        if ((v[i] & 255) == (v[i - 1] & 255) && v[i] < v[i - 1]) stable = 0;
    printf("stable %d, middle %u\n", stable, v[N / 2]);
    return 0;
}
