#include "markdown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MaxDepth = 16 }; // of emphasis and links in each other

typedef enum { None, Paragraph, Item, Quote, Code } Block;

typedef struct {
	const md_callbacks *callbacks;
	int status;
	char out[1024];
	size_t out_used;
	Block open;
	int in_list;
	char *text; // of the open block, its lines without what marks them
	size_t used, room;
} Renderer;

// Output. After an error nothing more is written.

static void stop(Renderer *r, int status) {
	if (r->status == MD_OK) r->status = status;
}

static void flush(Renderer *r) {
	if (r->status == MD_OK && r->out_used > 0 && r->callbacks->write(r->callbacks->user, r->out, r->out_used) != 0)
		stop(r, MD_STOPPED);
	r->out_used = 0;
}

static void put(Renderer *r, const char *s, size_t n) {
	while (n > 0 && r->status == MD_OK) {
		size_t part = sizeof r->out - r->out_used;
		if (part > n) part = n;
		memcpy(r->out + r->out_used, s, part);
		r->out_used += part;
		s += part;
		n -= part;
		if (r->out_used == sizeof r->out) flush(r);
	}
}

static void put_text(Renderer *r, const char *s) { put(r, s, strlen(s)); }

static void put_escaped(Renderer *r, const char *s, const char *end) {
	for (; s < end; s++) switch (*s) {
		case '&': put_text(r, "&amp;"); break;
		case '<': put_text(r, "&lt;"); break;
		case '>': put_text(r, "&gt;"); break;
		case '"': put_text(r, "&quot;"); break;
		default: put(r, s, 1);
		}
}

// Text within a block.

static void inlines(Renderer *r, const char *s, const char *end, int depth);

// find returns where the mark is, NULL where it is not. What a backslash is before does not count.
static const char *find(const char *s, const char *end, const char *mark) {
	size_t n = strlen(mark);
	for (; s + n <= end; s++) {
		if (memcmp(s, mark, n) == 0) return s;
		if (*s == '\\') s++;
	}
	return NULL;
}

static void put_link_start(Renderer *r, const char *dest, const char *end) {
	char *other = NULL;
	if (r->callbacks->link && r->callbacks->link(r->callbacks->user, dest, end - dest, &other) != 0) stop(r, MD_STOPPED);
	put_text(r, "<a href=\"");
	if (other)
		put_escaped(r, other, other + strlen(other));
	else
		put_escaped(r, dest, end);
	put_text(r, "\">");
	free(other);
}

// put_link renders [text](dest) and returns where it ends, NULL if it is no link.
static const char *put_link(Renderer *r, const char *s, const char *end, int depth) {
	const char *text_end = find(s, end, "](");
	if (!text_end) return NULL;
	const char *dest = text_end + 2, *dest_end = find(dest, end, ")");
	if (!dest_end) return NULL;
	put_link_start(r, dest, dest_end);
	inlines(r, s + 1, text_end, depth + 1);
	put_text(r, "</a>");
	return dest_end + 1;
}

// put_between renders what is between two marks as an element and returns where it ends, NULL if the second is missing.
static const char *put_between(Renderer *r, const char *s, const char *end, const char *mark, const char *start_tag,
	const char *end_tag, int depth) {
	size_t n = strlen(mark);
	const char *close = find(s + n, end, mark);
	if (!close || close == s + n || s[n] == ' ') return NULL;
	put_text(r, start_tag);
	if (*mark == '`')
		put_escaped(r, s + n, close);
	else
		inlines(r, s + n, close, depth + 1);
	put_text(r, end_tag);
	return close + n;
}

// put_special renders what begins with a mark at s, if it does, and returns where it ends.
static const char *put_special(Renderer *r, const char *s, const char *end, int depth) {
	if (depth == MaxDepth) return NULL;
	switch (*s) {
	case '`': return put_between(r, s, end, "`", "<code>", "</code>", depth);
	case '[': return put_link(r, s, end, depth);
	case '*':
		if (s + 1 < end && s[1] == '*') return put_between(r, s, end, "**", "<strong>", "</strong>", depth);
		return put_between(r, s, end, "*", "<em>", "</em>", depth);
	}
	return NULL;
}

static void inlines(Renderer *r, const char *s, const char *end, int depth) {
	while (s < end && r->status == MD_OK) {
		if (*s == '\\' && s + 1 < end && ispunct((unsigned char)s[1])) {
			put_escaped(r, s + 1, s + 2);
			s += 2;
			continue;
		}
		const char *next = put_special(r, s, end, depth);
		if (!next) put_escaped(r, s, next = s + 1);
		s = next;
	}
}

// Blocks.

// keep adds a line to the text of the open block.
static void keep(Renderer *r, const char *line, const char *end) {
	size_t n = end - line + 1;
	if (r->used + n > r->room) {
		size_t room = 2 * (r->used + n);
		char *text = realloc(r->text, room);
		if (!text) {
			stop(r, MD_NO_MEMORY);
			return;
		}
		r->text = text;
		r->room = room;
	}
	if (r->used > 0) r->text[r->used++] = '\n';
	memcpy(r->text + r->used, line, end - line);
	r->used += end - line;
}

static void close_block(Renderer *r) {
	static const char *const start[] = {"", "<p>", "<li>", "<blockquote><p>", ""};
	static const char *const end[] = {"", "</p>\n", "</li>\n", "</p></blockquote>\n", "</code></pre>\n"};
	put_text(r, start[r->open]);
	if (r->used > 0) inlines(r, r->text, r->text + r->used, 0);
	put_text(r, end[r->open]);
	r->open = None;
	r->used = 0;
}

static void end_list(Renderer *r) {
	if (r->in_list) put_text(r, "</ul>\n");
	r->in_list = 0;
}

// open_block makes a block the open one, unless it goes on.
static void open_block(Renderer *r, Block b, int goes_on) {
	if (r->open == b && goes_on) return;
	close_block(r);
	if (b == Item && !r->in_list) {
		put_text(r, "<ul>\n");
		r->in_list = 1;
	} else if (b != Item) {
		end_list(r);
	}
	r->open = b;
}

static void put_heading(Renderer *r, const char *s, const char *end, int level) {
	char tag[] = "<h1>", end_tag[] = "</h1>\n";
	tag[2] = end_tag[3] = '0' + level;
	open_block(r, None, 0);
	put_text(r, tag);
	inlines(r, s, end, 0);
	put_text(r, end_tag);
}

static int heading_level(const char *s, const char *end) {
	int n = 0;
	while (s + n < end && s[n] == '#') n++;
	return n <= 6 && s + n < end && s[n] == ' ' ? n : 0;
}

static int starts_with(const char *s, const char *end, const char *mark) {
	size_t n = strlen(mark);
	return (size_t)(end - s) >= n && memcmp(s, mark, n) == 0;
}

static void line_of_code(Renderer *r, const char *s, const char *end) {
	if (starts_with(s, end, "```")) {
		close_block(r);
		return;
	}
	put_escaped(r, s, end);
	put(r, "\n", 1);
}

static void line(Renderer *r, const char *s, const char *end) {
	int level = heading_level(s, end);
	if (r->open == Code) {
		line_of_code(r, s, end);
	} else if (s == end) {
		open_block(r, None, 0);
	} else if (starts_with(s, end, "```")) {
		open_block(r, Code, 0);
		put_text(r, "<pre><code>");
	} else if (level > 0) {
		put_heading(r, s + level + 1, end, level);
	} else if (starts_with(s, end, "- ") || starts_with(s, end, "* ")) {
		open_block(r, Item, 0);
		keep(r, s + 2, end);
	} else if (starts_with(s, end, "> ")) {
		open_block(r, Quote, 1);
		keep(r, s + 2, end);
	} else {
		if (r->open != Item) open_block(r, Paragraph, 1);
		keep(r, s, end);
	}
}

int md_render(const char *text, size_t n, const md_callbacks *callbacks) {
	Renderer r = {.callbacks = callbacks};
	const char *end = text + n;
	while (text < end && r.status == MD_OK) {
		const char *line_end = memchr(text, '\n', end - text);
		if (!line_end) line_end = end;
		line(&r, text, line_end);
		text = line_end + 1;
	}
	open_block(&r, None, 0);
	flush(&r);
	free(r.text);
	return r.status;
}
