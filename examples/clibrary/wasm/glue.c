// What the Go package needs besides the library: its callbacks are functions of the host.
#include "markdown.h"

#define IMPORT(name) __attribute__((import_module("host"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

IMPORT("write") int host_write(const char *html, size_t n);
IMPORT("link") int host_link(const char *dest, size_t n, char **other);

static int on_write(void *user, const char *html, size_t n) { return host_write(html, n); }
static int on_link(void *user, const char *dest, size_t n, char **other) { return host_link(dest, n, other); }

EXPORT("render") int render(const char *text, size_t n) {
	static const md_callbacks callbacks = {.write = on_write, .link = on_link};
	return md_render(text, n, &callbacks);
}
