// A calculator: recursive descent over the lines of the standard input, with
// variables, functions, and errors that say where.
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parser {
    const char *text, *at, *error;
    int where, depth;
};

static struct { char name[16]; double value; } vars[32];
static int nvars;

static double *variable(const char *name, int create) {
    for (int i = 0; i < nvars; i++)
        if (strcmp(vars[i].name, name) == 0) return &vars[i].value;
    if (!create || nvars == 32) return NULL;
    strcpy(vars[nvars].name, name);
    return &vars[nvars++].value;
}

static double fail(struct parser *p, const char *why) {
    if (p->error == NULL) p->error = why, p->where = (int)(p->at - p->text) + 1;
    return 0;
}

static int skip(struct parser *p, char c) {
    while (isspace((unsigned char)*p->at)) p->at++;
    if (c == 0 || *p->at != c) return 0;
    p->at++;
    return 1;
}

static const struct { const char *name; double (*call)(double); } functions[] = {
    {"sqrt", sqrt}, {"abs", fabs}, {"floor", floor}, {"ceil", ceil}, {"sin", sin}, {"exp", exp}, {"ln", log},
};

static double sum(struct parser *p);

static double call(struct parser *p, const char *name) {
    double x = sum(p);
    if (!skip(p, ')')) return fail(p, "expected )");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, name) == 0) return functions[i].call(x);
    return fail(p, "unknown function");
}

static double atom(struct parser *p) {
    if (++p->depth > 200) return fail(p, "too deep");
    double v = 0;
    skip(p, 0);
    if (skip(p, '(')) {
        v = sum(p);
        if (!skip(p, ')')) fail(p, "expected )");
    } else if (isdigit((unsigned char)*p->at) || *p->at == '.') {
        char *end;
        v = strtod(p->at, &end);
        p->at = end;
    } else if (isalpha((unsigned char)*p->at)) {
        char name[16];
        size_t n = 0;
        while (isalnum((unsigned char)*p->at) && n < 15) name[n++] = *p->at++;
        name[n] = 0;
        double *at;
        if (skip(p, '(')) v = call(p, name);
        else if ((at = variable(name, 0)) != NULL) v = *at;
        else fail(p, "unknown variable");
    } else {
        fail(p, "expected a value");
    }
    p->depth--;
    return v;
}

static double power(struct parser *p) {
    double base = atom(p);
    if (!skip(p, '^')) return base;
    int negative = skip(p, '-');
    double e = power(p);
    return pow(base, negative ? -e : e);
}

static double unary(struct parser *p) {
    if (skip(p, '-')) return -unary(p);
    return power(p);
}

static double product(struct parser *p) {
    double v = unary(p);
    for (;;) {
        if (skip(p, '*')) v *= unary(p);
        else if (skip(p, '/')) {
            double d = unary(p);
            if (d == 0) return fail(p, "division by zero");
            v /= d;
        } else if (skip(p, '%')) v = fmod(v, unary(p));
        else return v;
    }
}

static double sum(struct parser *p) {
    double v = product(p);
    for (;;) {
        if (skip(p, '+')) v += product(p);
        else if (skip(p, '-')) v -= product(p);
        else return v;
    }
}

static int statement(const char *text) {
    struct parser p = {.text = text, .at = text};
    char name[16] = "";
    int n = 0;
    if (sscanf(text, " %15[a-zA-Z] =%n", name, &n) == 1 && n > 0) p.at += n;
    else name[0] = 0;
    double v = sum(&p);
    skip(&p, 0);
    if (*p.at) fail(&p, "unexpected text");
    if (p.error) {
        printf("%s\n%*s^ %s\n", text, p.where - 1, "", p.error);
        return 1;
    }
    if (name[0]) *variable(name, 1) = v;
    printf("%s%s%.10g\n", name, name[0] ? " = " : "", v);
    return 0;
}

int main(void) {
    char line[512];
    int errors = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0]) errors += statement(line);
    }
    char deep[512];
    memset(deep, '(', 100);
    strcpy(deep + 100, "7");
    memset(deep + 101, ')', 100);
    deep[201] = 0;
    struct parser p = {.text = deep, .at = deep};
    double v = sum(&p);
    printf("nested %.1f, error %s\n", v, p.error ? p.error : "none");
    return errors;
}
