// Prints the Mandelbrot set with characters, 78 columns by default or as many
// as the first argument says. It needs no C library: only four functions of WASI.

typedef unsigned int u32;
typedef unsigned short u16;

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

struct span {
    const char *at;
    u32 size;
};

WASI(args_sizes_get) u16 args_sizes_get(u32 *count, u32 *size);
WASI(args_get) u16 args_get(char **args, char *text);
WASI(fd_write) u16 fd_write(u32 fd, const struct span *spans, u32 count, u32 *written);
WASI(proc_exit) _Noreturn void proc_exit(u32 code);

enum { WIDEST = 200, ROUNDS = 1000 };

static void print(u32 fd, const char *text, u32 size) {
    while (size > 0) {
        struct span s = {text, size};
        u32 n;
        if (fd_write(fd, &s, 1, &n) != 0) proc_exit(1);
        text += n;
        size -= n;
    }
}

// Columns from the first argument; 0 when it is not a number from 1 to WIDEST.
static int columns(void) {
    static char *args[16], text[1024];
    u32 count, size;
    if (args_sizes_get(&count, &size) != 0 || count < 2) return 78;
    if (count > 16 || size > sizeof text || args_get(args, text) != 0) return 0;
    int n = 0;
    for (const char *p = args[1]; *p; p++) {
        if (*p < '0' || *p > '9') return 0;
        n = n * 10 + *p - '0';
        if (n > WIDEST) return 0;
    }
    return n;
}

// How many rounds of z*z + c stay near the origin, at most ROUNDS.
static int escape(double re, double im) {
    double x = 0, y = 0;
    int n = 0;
    for (; n < ROUNDS && x * x + y * y < 4; n++) {
        double t = x * x - y * y + re;
        y = 2 * x * y + im;
        x = t;
    }
    return n;
}

void _start(void) {
    static const char shades[] = " .,:;-=+*oxOX#%";
    static const char usage[] = "usage: mandel [columns, 1 to 200]\n";
    int wide = columns();
    if (wide == 0) {
        print(2, usage, sizeof usage - 1);
        proc_exit(2);
    }
    double step = 3.0 / wide; // a character is about twice as tall as wide
    int high = (int)(2.5 / (2 * step));
    for (int row = 0; row <= high; row++) {
        char line[WIDEST + 1];
        for (int col = 0; col < wide; col++) {
            int n = escape(-2.15 + col * step, (row - high / 2.0) * 2 * step);
            line[col] = n == ROUNDS ? '@' : shades[n < 14 ? n : 14];
        }
        line[wide] = '\n';
        print(1, line, (u32)wide + 1);
    }
}
