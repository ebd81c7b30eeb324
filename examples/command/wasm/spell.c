// Command spell prints the words of its input that are not in the dictionaries that its arguments name: one line for each, with the number
// of the line where it is first. It exits with 1 if there are any.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MaxWord = 64 };

typedef struct Word {
	struct Word *next;
	char text[];
} Word;

static Word *known[4096];

static Word **bucket(const char *text) {
	unsigned hash = 2166136261;
	for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 16777619;
	return &known[hash % 4096];
}

static int is_known(const char *text) {
	for (Word *w = *bucket(text); w; w = w->next)
		if (strcmp(w->text, text) == 0) return 1;
	return 0;
}

static void add(const char *text) {
	Word *w = malloc(sizeof *w + strlen(text) + 1);
	if (!w) abort();
	strcpy(w->text, text);
	w->next = *bucket(text);
	*bucket(text) = w;
}

// next_word reads a word in small letters and returns its length, 0 at the end of the file. Newlines before it are counted in line.
static int next_word(FILE *f, char *word, int *line) {
	int n = 0, c;
	while ((c = getc(f)) != EOF) {
		if (isalpha(c)) {
			if (n < MaxWord) word[n++] = tolower(c);
			continue;
		}
		if (n > 0) break;
		if (c == '\n') ++*line;
	}
	if (c != EOF) ungetc(c, f);
	word[n] = 0;
	return n;
}

static int load(const char *path) {
	char word[MaxWord + 1];
	int line = 1;
	FILE *f = fopen(path, "r");
	if (!f) {
		perror(path);
		return 0;
	}
	while (next_word(f, word, &line)) add(word);
	fclose(f);
	return 1;
}

static void report(int line, const char *word) {
	char number[12], *digit = number + sizeof number - 1;
	*digit = 0;
	for (; line > 0; line /= 10) *--digit = '0' + line % 10;
	fputs(digit, stdout);
	fputs(": ", stdout);
	puts(word);
}

int main(int argc, char **argv) {
	char word[MaxWord + 1];
	int line = 1, wrong = 0;
	for (int i = 1; i < argc; i++)
		if (!load(argv[i])) return 2;
	while (next_word(stdin, word, &line)) {
		if (is_known(word)) continue;
		report(line, word);
		add(word); // once is enough
		wrong = 1;
	}
	return wrong;
}
