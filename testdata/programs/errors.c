// Errors as values: a small configuration reader that reports what is wrong
// where, cleans up with goto, and an arena that runs out of room.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum error { OK, E_SYNTAX, E_UNKNOWN, E_RANGE, E_TYPE, E_ROOM };

static const char *message(enum error e) {
    static const char *text[] = {"ok", "syntax error", "unknown key", "out of range", "not a number", "no room"};
    return text[e];
}

struct arena {
    char *base;
    size_t used, size;
};

static enum error take(struct arena *a, size_t n, char **out) {
    if (n > a->size - a->used) return E_ROOM;
    *out = a->base + a->used;
    a->used += n;
    return OK;
}

struct config {
    long port, workers;
    char *host;
};

static enum error number(const char *text, long low, long high, long *out) {
    char *end;
    errno = 0;
    long v = strtol(text, &end, 10);
    if (end == text || *end) return E_TYPE;
    if (errno == ERANGE || v < low || v > high) return E_RANGE;
    *out = v;
    return OK;
}

static enum error set(struct config *c, struct arena *a, const char *key, const char *value) {
    enum error e;
    if (strcmp(key, "port") == 0) return number(value, 1, 65535, &c->port);
    if (strcmp(key, "workers") == 0) return number(value, 0, 64, &c->workers);
    if (strcmp(key, "host") == 0) {
        if ((e = take(a, strlen(value) + 1, &c->host)) != OK) return e;
        strcpy(c->host, value);
        return OK;
    }
    return E_UNKNOWN;
}

static enum error parse(const char *text, struct config *c, struct arena *a, int *line) {
    enum error e = OK;
    char *copy = strdup(text);
    *line = 0;
    for (char *at = copy, *next; at; at = next) {
        ++*line;
        if ((next = strchr(at, '\n')) != NULL) *next++ = 0;
        if (*at == 0 || *at == '#') continue;
        char *eq = strchr(at, '=');
        if (eq == NULL) {
            e = E_SYNTAX;
            goto done;
        }
        *eq = 0;
        if ((e = set(c, a, at, eq + 1)) != OK) goto done;
    }
done:
    free(copy);
    return e;
}

int main(void) {
    static const char *inputs[] = {
        "port=80\nworkers=4\nhost=example.org",
        "# comment\n\nport=http",
        "port=70000",
        "workers=99999999999999999999",
        "port=80\nworkers 3",
        "colour=red",
        "host=a-name-that-is-far-too-long-for-the-arena-of-this-program",
        "",
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char room[32];
        struct arena a = {room, 0, sizeof room};
        struct config c = {0, 1, "localhost"};
        int line;
        enum error e = parse(inputs[i], &c, &a, &line);
        if (e == OK) printf("%d: host %s port %ld workers %ld\n", (int)i, c.host, c.port, c.workers);
        else printf("%d: line %d: %s\n", (int)i, line, message(e));
        failed += e != OK;
    }
    errno = 0;
    FILE *f = fopen("/no/such/place", "r");
    printf("fopen %s, errno set %d\n", f ? "opened" : "failed", errno != 0);
    printf("%s; %s\n", strerror(ENOENT), strerror(EEXIST));
    return failed;
}
