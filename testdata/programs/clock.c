// Clocks and calendars: what is printed does not depend on when it runs.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long nanos(clockid_t id) {
    struct timespec t = {0, 0};
    if (clock_gettime(id, &t) != 0) return -1;
    return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void show(time_t t) {
    struct tm tm;
    char text[64];
    gmtime_r(&t, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %b day %j", &tm);
    printf("%lld is %s\n", (long long)t, text);
}

int main(void) {
    long long wall = nanos(CLOCK_REALTIME), start = nanos(CLOCK_MONOTONIC);
    printf("after 2020: %d, before 2200: %d\n", wall > 1577836800000000000, wall < 7258118400000000000);
    printf("time agrees: %d\n", (long long)time(NULL) - wall / 1000000000 < 3);
    long long last = start;
    int backwards = 0;
    for (int i = 0; i < 1000; i++) {
        long long now = nanos(CLOCK_MONOTONIC);
        backwards += now < last;
        last = now;
    }
    printf("backwards %d\n", backwards);
    struct timespec nap = {0, 20000000}, res = {0, 0};
    long long before = nanos(CLOCK_MONOTONIC);
    int slept = nanosleep(&nap, NULL);
    long long took = nanos(CLOCK_MONOTONIC) - before;
    printf("nanosleep %d: at least 20 ms %d, below 5 s %d\n", slept, took >= 20000000, took < 5000000000);
    before = nanos(CLOCK_MONOTONIC);
    usleep(5000);
    printf("usleep at least 5 ms %d\n", nanos(CLOCK_MONOTONIC) - before >= 5000000);
    printf("resolution %d\n", clock_getres(CLOCK_MONOTONIC, &res) == 0 && res.tv_sec == 0 && res.tv_nsec > 0);
    time_t moments[] = {0, 951782400, 1709208000, 2147483647, 4102444800, -1};
    for (int i = 0; i < 6; i++) show(moments[i]);
    struct tm tm = {.tm_year = 124, .tm_mon = 13, .tm_mday = 31, .tm_hour = 25, .tm_isdst = 0};
    time_t t = mktime(&tm); // normalizes; the zone is UTC
    printf("normalized %04d-%02d-%02d %02d, weekday %d, %lld\n", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_wday,
           (long long)t);
    printf("difftime %.0f\n", difftime(moments[3], moments[2]));
    char text[32];
    struct tm fixed = {.tm_year = 99, .tm_mon = 11, .tm_mday = 31, .tm_hour = 23, .tm_min = 59, .tm_sec = 59, .tm_wday = 5};
    printf("%s", asctime_r(&fixed, text));
    return 0;
}
