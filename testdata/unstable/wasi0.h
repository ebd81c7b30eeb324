// WASI as its first programs know it: snapshot 0, imported as wasi_unstable. No C library has it any more.
#include <stddef.h>
#include <stdint.h>

#define WASI(name) __attribute__((import_module("wasi_unstable"), import_name(#name))) int name

typedef struct { const void *buf; size_t len; } iovec;

typedef struct { // as in snapshot 0: links of 32 bits
    uint64_t dev, ino;
    uint8_t type;
    uint32_t links;
    uint64_t size, atim, mtim, ctim;
} filestat;
_Static_assert(sizeof(filestat) == 56, "the layout of snapshot 0");

typedef struct { // a clock has an identifier of its own
    uint64_t userdata;
    uint8_t type;
    union {
        struct { uint64_t identifier; uint32_t id; uint64_t timeout, precision; uint16_t flags; } clock;
        uint32_t fd;
    } u;
} subscription;
_Static_assert(sizeof(subscription) == 56, "the layout of snapshot 0");

typedef struct { uint64_t userdata; uint16_t error; uint8_t type; uint64_t nbytes; uint16_t flags; } event;
_Static_assert(sizeof(event) == 32, "the layout of snapshot 0");

enum { CUR, END, SET }; // whence: preview 1 has SET, CUR, END

WASI(args_sizes_get)(size_t *argc, size_t *size);
WASI(args_get)(char **argv, char *buf);
WASI(environ_sizes_get)(size_t *count, size_t *size);
WASI(clock_time_get)(uint32_t id, uint64_t precision, uint64_t *time);
WASI(fd_read)(int fd, const iovec *iovs, size_t n, size_t *nread);
WASI(fd_write)(int fd, const iovec *iovs, size_t n, size_t *nwritten);
WASI(fd_seek)(int fd, int64_t offset, uint8_t whence, uint64_t *position);
WASI(fd_close)(int fd);
WASI(fd_filestat_get)(int fd, filestat *stat);
WASI(fd_prestat_get)(int fd, uint32_t prestat[2]);
WASI(path_open)(int fd, uint32_t lookup, const char *path, size_t len, uint32_t oflags, uint64_t base, uint64_t inheriting, uint32_t flags, int *opened);
WASI(path_filestat_get)(int fd, uint32_t lookup, const char *path, size_t len, filestat *stat);
WASI(path_unlink_file)(int fd, const char *path, size_t len);
WASI(poll_oneoff)(const subscription *in, event *out, size_t n, size_t *events);
WASI(random_get)(void *buf, size_t len);
__attribute__((import_module("wasi_unstable"), import_name("proc_exit"), noreturn)) void proc_exit(int code);

static size_t length(const char *s) {
    size_t n = 0;
    while (s[n]) n++;
    return n;
}

static void print(const char *s) {
    size_t n;
    iovec v = {s, length(s)};
    fd_write(1, &v, 1, &n);
}

static void number(const char *what, uint64_t n) {
    char b[24], *p = b + sizeof b;
    *--p = 0;
    *--p = '\n';
    do *--p = '0' + n % 10;
    while (n /= 10);
    print(what);
    print(": ");
    print(p);
}
