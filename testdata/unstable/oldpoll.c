// Waiting, arguments and input by the functions of snapshot 0.
#include "wasi0.h"

static size_t poll(const subscription *in, event *out, size_t n) {
    size_t events = 0;
    number("poll", poll_oneoff(in, out, n, &events));
    number("events", events);
    return events;
}

void _start(void) {
    size_t argc, size;
    args_sizes_get(&argc, &size);
    char *argv[8], buf[256];
    args_get(argv, buf);
    for (size_t i = 1; i < argc; i++) {
        print(argv[i]);
        print("\n");
    }
    number("environment", environ_sizes_get(&argc, &size));
    number("variables", argc);

    event out[2];
    subscription both[2] = {
        {.userdata = 7, .type = 0, .u.clock = {.identifier = 99, .id = 1, .timeout = 3600000000000}},
        {.userdata = 8, .type = 1, .u.fd = 0},
    };
    poll(both, out, 2);
    number("input, not the clock", out[0].userdata);
    uint64_t before, after;
    clock_time_get(1, 1, &before);
    both[0].u.clock.timeout = 5000000;
    poll(both, out, 1);
    clock_time_get(1, 1, &after);
    number("the clock", out[0].userdata);
    number("five milliseconds or more", after - before >= 5000000);
    both[0].u.clock.id = 9;
    poll(both, out, 1);

    uint8_t bytes[64] = {0};
    int zeros = 0;
    number("random", random_get(bytes, sizeof bytes));
    for (size_t i = 0; i < sizeof bytes; i++) zeros += bytes[i] == 0;
    number("mostly not zero", zeros < 16);

    for (;;) {
        size_t n;
        iovec in = {buf, 5};
        fd_read(0, &in, 1, &n);
        if (n == 0) break;
        in.len = n;
        fd_write(1, &in, 1, &n);
    }
}
