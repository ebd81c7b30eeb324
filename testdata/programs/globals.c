// Initialized and zeroed statics, pointers between them, constructors, tables
// of strings, wide characters and a large constant table.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

static int zeroed[5000];
static int small = 3, *to_small = &small, **to_pointer = &to_small;
static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                                     "October", "November", "December"};
static const unsigned char permutation[16] = {7, 2, 12, 0, 9, 15, 4, 1, 10, 6, 13, 3, 8, 14, 5, 11};
static double table[3][3] = {{1, 2, 3}, {4, 5}, {[2] = 9}};
static struct entry { const char *key; int (*size)(const char *); const struct entry *next; } chain[];
static int length(const char *s) { return (int)strlen(s); }
static int spaces(const char *s) {
    int n = 0;
    while (*s) n += *s++ == ' ';
    return n;
}
static struct entry chain[] = {{"a b c", spaces, &chain[1]}, {"four", length, &chain[2]}, {"x y", length, NULL}};
static int order[4], steps;

__attribute__((constructor(102))) static void later(void) { order[steps++] = 2; }
__attribute__((constructor(101))) static void sooner(void) { order[steps++] = 1; }

static int counter(void) {
    static int calls;
    return ++calls;
}

int main(void) {
    int nonzero = 0;
    for (int i = 0; i < 5000; i++) nonzero += zeroed[i] != 0;
    **to_pointer += 4;
    printf("nonzero %d, small %d\n", nonzero, small);
    printf("constructors %d %d %d\n", steps, order[0], order[1]);
    size_t total = 0;
    for (size_t i = 0; i < 12; i++) total += strlen(months[i]);
    printf("%s to %s, %zu letters\n", months[0], months[11], total);
    unsigned at = 0, cycle = 0;
    do at = permutation[at], cycle++;
    while (at != 0);
    printf("cycle %u\n", cycle);
    printf("table %.0f %.0f %.0f\n", table[1][1], table[1][2], table[2][2]);
    for (const struct entry *e = chain; e; e = e->next) printf("%s=%d ", e->key, e->size(e->key));
    printf("\n");
    for (int i = 0; i < 4; i++) counter();
    printf("counter %d\n", counter());
    static const wchar_t wide[] = L"gr\u00fc\u00df \u4f60\u597d \U0001f600";
    uint32_t sum = 0;
    for (size_t i = 0; wide[i]; i++) sum += (uint32_t)wide[i];
    printf("wide %zu characters, sum %u\n", wcslen(wide), sum);
    printf("bytes %zu: %s\n", strlen("gr\u00fc\u00df"), "gr\u00fc\u00df \u4f60\u597d");
    return 0;
}
