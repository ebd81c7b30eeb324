// Counts and sorts the words of its standard input.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
    char *text;
    int count, first;
};

static struct word *words;
static int used, room;

static void add(const char *text, int line) {
    for (int i = 0; i < used; i++)
        if (strcmp(words[i].text, text) == 0) {
            words[i].count++;
            return;
        }
    if (used == room) {
        room = room ? room * 2 : 4;
        words = realloc(words, (size_t)room * sizeof *words);
    }
    words[used++] = (struct word){strdup(text), 1, line};
}

static int by_count(const void *a, const void *b) {
    const struct word *x = a, *y = b;
    return x->count != y->count ? y->count - x->count : strcmp(x->text, y->text);
}

static void reverse(char *s) {
    for (char *e = s + strlen(s); s < --e; s++) {
        char t = *s;
        *s = *e, *e = t;
    }
}

int main(void) {
    char line[256], longest[64] = "";
    int lines = 0, chars = 0;
    while (fgets(line, sizeof line, stdin)) {
        lines++;
        chars += (int)strlen(line);
        for (char *p = line; *p; p++) *p = (char)tolower((unsigned char)*p);
        for (char *w = strtok(line, " \t\n.,;:!?\"()"); w; w = strtok(NULL, " \t\n.,;:!?\"()")) {
            add(w, lines);
            if (strlen(w) > strlen(longest)) strcpy(longest, w);
        }
    }
    qsort(words, (size_t)used, sizeof *words, by_count);
    printf("%d lines, %d characters, %d words\n", lines, chars, used);
    for (int i = 0; i < used && i < 12; i++) {
        char label[32];
        int n = snprintf(label, sizeof label, "%-10.8s#%03d", words[i].text, words[i].first);
        printf("%s (%d) x%d\n", label, n, words[i].count);
    }
    reverse(longest);
    printf("longest reversed: %s\n", longest);

    char small[8];
    int wanted = snprintf(small, sizeof small, "%s-%d", "truncated", 12345);
    printf("'%s' wanted %d\n", small, wanted);
    printf("%s %s %s\n", strstr("needle in a haystack", "in a"), strchr("path/to/file", '/'), strrchr("path/to/file", '/'));
    printf("span %zu %zu pbrk %s\n", strspn("aabbcc", "ab"), strcspn("aabbcc", "c"), strpbrk("key=value", "=:"));
    printf("cmp %d %d %d\n", strcmp("abc", "abd") < 0, strncmp("abc", "abd", 2), memcmp("b", "a", 1) > 0);
    char pad[32] = "left";
    strncat(pad, "-and-right", 6);
    memmove(pad + 2, pad, strlen(pad) + 1);
    printf("%s\n", pad);
    char list[] = "a,b,,c;d", *save = NULL;
    for (char *f = strtok_r(list, ",;", &save); f; f = strtok_r(NULL, ",;", &save)) printf("[%s]", f);
    printf("\n");
    long v = strtol("-0x7fzz", &save, 0);
    printf("%ld %s %lu %lld %d\n", v, save, strtoul("777", NULL, 8), strtoll("-9223372036854775808", NULL, 10), atoi("42abc"));
    int a, b, c;
    char unit[8];
    int got = sscanf("10:20 +3 km", "%d:%x %d %7s", &a, &b, &c, unit);
    printf("scanned %d: %d %d %d %s\n", got, a, b, c, unit);
    return 0;
}
