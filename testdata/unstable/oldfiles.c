// A file by the functions of snapshot 0: made, written, sought in, asked about, removed.
#include "wasi0.h"

#define NAME "made.txt", 8

void _start(void) {
    uint32_t prestat[2];
    number("prestat", fd_prestat_get(3, prestat));
    number("length of the directory's name", prestat[1]);

    int fd;
    number("open", path_open(3, 1, NAME, 1 | 8, (1 << 29) - 1, 0, 0, &fd)); // creat, trunc; all rights
    size_t n;
    iovec text[] = {{"0123456789", 10}, {"abcdef", 6}};
    number("write", fd_write(fd, text, 2, &n));
    number("written", n);

    uint64_t at;
    char c;
    iovec one = {&c, 1};
    number("seek from the start", fd_seek(fd, 3, SET, &at));
    number("at", at);
    fd_read(fd, &one, 1, &n);
    number("read", c);
    number("seek from here", fd_seek(fd, 2, CUR, &at));
    number("at", at);
    number("seek from the end", fd_seek(fd, -1, END, &at));
    number("at", at);
    fd_read(fd, &one, 1, &n);
    number("read", c);
    number("seek from nowhere", fd_seek(fd, 0, 3, &at));

    struct { filestat stat; uint64_t behind; } s = {.behind = 42};
    number("stat", fd_filestat_get(fd, &s.stat));
    number("type", s.stat.type);
    number("links", s.stat.links);
    number("size", s.stat.size);
    number("close", fd_close(fd));
    s.stat.size = 0;
    number("stat by name", path_filestat_get(3, 0, NAME, &s.stat));
    number("size", s.stat.size);
    uint64_t now;
    clock_time_get(0, 1, &now);
    number("changed a minute ago or later", s.stat.mtim + 60000000000 > now && s.stat.mtim < now + 60000000000);
    number("behind it", s.behind);
    number("unlink", path_unlink_file(3, NAME));
    number("stat of what is gone", path_filestat_get(3, 0, NAME, &s.stat));
    proc_exit(3);
}
