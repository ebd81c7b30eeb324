// Functions as data: dispatch tables with several signatures, callbacks with a
// context, objects with a table of methods, a list of handlers that changes while it runs.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static int divide(int a, int b) { return b ? a / b : 0; }

static const struct {
    char symbol;
    int (*apply)(int, int);
} table[] = {{'+', add}, {'-', sub}, {'*', mul}, {'/', divide}};

static double half(double x) { return x / 2; }
static double square(double x) { return x * x; }
static float lower(float x) { return x - 0.5f; }
static int64_t twice(int64_t x) { return x * 2; }
static void nothing(void) {}

struct shape;
struct methods {
    const char *(*name)(void);
    double (*area)(const struct shape *);
    void (*scale)(struct shape *, double);
};
struct shape {
    const struct methods *is;
    double w, h;
};

static const char *box_name(void) { return "box"; }
static double box_area(const struct shape *s) { return s->w * s->h; }
static const char *disc_name(void) { return "disc"; }
static double disc_area(const struct shape *s) { return 3.140625 * s->w * s->w; }
static void grow(struct shape *s, double k) { s->w *= k, s->h *= k; }
static const struct methods box = {box_name, box_area, grow}, disc = {disc_name, disc_area, grow};

typedef void (*visit)(void *context, int value);

static void each(const int *v, int n, visit f, void *context) {
    for (int i = 0; i < n; i++) f(context, v[i]);
}
static void total(void *context, int value) { *(long *)context += value; }
static void largest(void *context, int value) {
    int *best = context;
    if (value > *best) *best = value;
}
static void append(void *context, int value) {
    char *text = context;
    sprintf(text + strlen(text), "%s%d", *text ? "," : "", value);
}

typedef struct machine machine;
typedef void (*state)(machine *, char);
struct machine {
    state at;
    int words, spaces;
};
static void in_word(machine *m, char c);
static void in_space(machine *m, char c) {
    if (c != ' ') m->words++, m->at = in_word;
    else m->spaces++;
}
static void in_word(machine *m, char c) {
    if (c == ' ') m->spaces++, m->at = in_space;
}

static double integrate(double (*f)(double), double a, double b, int n) {
    double sum = 0, step = (b - a) / n;
    for (int i = 0; i < n; i++) sum += f(a + (i + 0.5) * step);
    return sum * step;
}

static double (*compose[4])(double);

int main(void) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        printf("12 %c 5 = %d\n", table[i].symbol, table[i].apply(12, 5));
    double (*volatile f)(double) = half;
    printf("%.3f", f(5));
    f = square;
    printf(" %.3f", f(5));
    float (*volatile g)(float) = lower;
    int64_t (*volatile h)(int64_t) = twice;
    void (*volatile k)(void) = nothing;
    k();
    printf(" %.3f %lld %d\n", g(2), (long long)h(INT64_C(1) << 40), k == nothing);

    struct shape shapes[] = {{&box, 2, 3}, {&disc, 2, 0}, {&box, 0.5, 0.25}};
    for (int i = 0; i < 3; i++) {
        shapes[i].is->scale(&shapes[i], i + 1);
        printf("%s %.4f\n", shapes[i].is->name(), shapes[i].is->area(&shapes[i]));
    }

    int v[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, best = 0;
    long sum = 0;
    char text[100] = "";
    each(v, 11, total, &sum);
    each(v, 11, largest, &best);
    each(v, 11, append, text);
    printf("%ld %d %s\n", sum, best, text);

    machine m = {in_space, 0, 0};
    for (const char *p = "functions  are values too "; *p; p++) m.at(&m, *p);
    printf("%d words %d spaces\n", m.words, m.spaces);
    printf("%.6f %.6f\n", integrate(square, 0, 3, 1000), integrate(half, 0, 3, 10));
    for (int i = 0; i < 4; i++) compose[i] = i & 1 ? half : square;
    double x = 3;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 4; i++) x = compose[i](x);
    printf("%.6f\n", x);
    uint32_t mix = 0;
    for (int i = 0; i < 200000; i++) mix = mix * 33 + (uint32_t)table[(mix >> 5) & 3].apply(i, (int)(mix & 1023));
    printf("%u\n", mix);
    return 0;
}
