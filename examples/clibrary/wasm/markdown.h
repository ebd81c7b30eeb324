// A small Markdown renderer: headings, paragraphs, lists of one level, quotes, fenced code; emphasis, code spans, links.
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include <stddef.h>

typedef struct md_callbacks {
	// write takes a piece of HTML. What is not 0 ends the rendering.
	int (*write)(void *user, const char *html, size_t n);

	// link may set *other to where a link is to lead instead of to dest, in memory from malloc, which the renderer frees. What is
	// not 0 ends the rendering. It may be NULL.
	int (*link)(void *user, const char *dest, size_t n, char **other);

	void *user;
} md_callbacks;

enum { MD_OK, MD_STOPPED, MD_NO_MEMORY };

// md_render renders n bytes of text.
int md_render(const char *text, size_t n, const md_callbacks *callbacks);

#endif
