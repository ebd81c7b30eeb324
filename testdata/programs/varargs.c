// Variable arguments of every class, passed on, copied, and formatted by a
// printf of its own.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static long sum(int n, ...) {
    va_list ap;
    long total = 0;
    va_start(ap, n);
    for (int i = 0; i < n; i++) total += va_arg(ap, int);
    va_end(ap);
    return total;
}

struct pair {
    int a;
    double b;
};

// One letter per argument: i int, l int64, d double, s string, c char, p struct pair.
static int render(char *out, const char *kinds, va_list ap) {
    int n = 0;
    for (; *kinds; kinds++) {
        switch (*kinds) {
        case 'i': n += sprintf(out + n, "<%d>", va_arg(ap, int)); break;
        case 'l': n += sprintf(out + n, "<%lld>", (long long)va_arg(ap, int64_t)); break;
        case 'd': n += sprintf(out + n, "<%.3f>", va_arg(ap, double)); break;
        case 's': n += sprintf(out + n, "<%s>", va_arg(ap, const char *)); break;
        case 'c': n += sprintf(out + n, "<%c>", va_arg(ap, int)); break;
        case 'p': {
            struct pair p = va_arg(ap, struct pair);
            n += sprintf(out + n, "<%d:%.2f>", p.a, p.b);
            break;
        }
        }
    }
    return n;
}

static void show(const char *kinds, ...) {
    char first[512], second[512];
    va_list ap, again;
    va_start(ap, kinds);
    va_copy(again, ap);
    int n = render(first, kinds, ap);
    render(second, kinds, again);
    va_end(again);
    va_end(ap);
    printf("%s %s (%d, copies %s)\n", kinds, first, n, strcmp(first, second) == 0 ? "agree" : "differ");
}

static int forward(char *out, size_t size, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(out, size, format, ap);
    va_end(ap);
    return n;
}

static double mean(double first, ...) {
    va_list ap;
    double total = 0;
    int n = 0;
    va_start(ap, first);
    for (double d = first; d >= 0; d = va_arg(ap, double)) total += d, n++;
    va_end(ap);
    return n ? total / n : 0;
}

int main(void) {
    printf("%ld %ld %ld\n", sum(0), sum(3, 1, 2, 3), sum(8, 1, -2, 3, -4, 5, -6, 7, -8));
    show("i", 42);
    show("ildsc", -1, (int64_t)1 << 40, 2.5, "text", 'z');
    show("lili", INT64_MIN, 7, INT64_MAX, -7);
    show("dpdp", 0.5, (struct pair){3, 4.25}, -0.125, (struct pair){-5, 1e6});
    show("");
    char text[24];
    int n = forward(text, sizeof text, "%05d|%-6s|%6.2f|%x", 42, "ab", 3.14159, 0xbeefu);
    printf("%s %d\n", text, n);
    n = forward(text, sizeof text, "%s %s %s %s", "this", "is", "too long for", "the buffer");
    printf("%s %d\n", text, n);
    printf("%.4f %.4f\n", mean(1, 2.0, 3.0, 4.0, -1.0), mean(-1));
    printf("%1$s %2$d %1$s\n", "again", 5);
    printf("%hhd %hd %d %lld %zu %c%% %#x %#o %+d % d %5d|%-5d|%05d\n", 300, 70000, -5, -5LL, (size_t)9, 'q', 255, 8, 3, 4, 42, 42, 42);
    return 0;
}
