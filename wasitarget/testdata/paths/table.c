// Writes table.txt: what the path functions of Linux do with slashes, dots and symbolic links. Each call is made in a fresh
// directory. For a call, each line has an outcome, a tab, and the paths that have it.
//
//	gcc -Wall -o table table.c && ./table >table.txt
//
// An outcome is an errno, "ok" or "ok" and what was found; then what changed: -name for what is gone, +name for what is new,
// with a file's content (an @ where its times were set) or a link's target. Where a path leads out of the directory, the
// call is not made: "leads out" is errno perm in WASI. The kernel tells, by openat2 with RESOLVE_BENEATH.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Names of 255 and 256 bytes are written so.
#define N255 "N255"
#define N256 "N256"

static const char *paths[] = {
	"", ".", "./", "./.", "..", "../", "../x", "/", "/x",
	"f", "f/", "f//", "f/.", "f/..", "f/x", "./f", ".//f",
	"d", "d/", "d//", "d/.", "d/./", "d/..", "d/../", "d/../f", "d/../..", "d/g", "d//g", "d/g/", "d/x", "d/x/", "d/s", "d/s/", "d/s/..", "d/s/../g",
	"e", "e/", "e/.", "e/..", "e/x", "e/x/y",
	"x", "x/", "x//", "x/.", "x/..", "x/y",
	"lf", "lf/", "lf/.", "lf/x", "ld", "ld/", "ld//", "ld/.", "ld/..", "ld/g", "ld/g/", "ld/x", "ld/s/..", "ld/../f", "le", "le/", "le/.", "le/x",
	"chain", "chain/", "chaind", "chaind/", "chaind/g", "slash", "slash/", "fslash", "fslash/", "xslash", "dots", "dots/",
	"dangling", "dangling/", "dangling/.", "dangling/x", "loop", "loop/", "loop/x",
	"d/up", "d/up/", "d/out", "d/out/", "out", "out/", "out/x", "abs", "abs/", "abs/x", "around", "around/g",
	N255, N256, "d/" N255, "d/" N256, "x/" N256, N256 "/x",
};

// For calls with two paths, all of these with each other.
static const char *pairs[] = {
	".", "f", "f/", "d", "d/", "d/.", "d/..", "d/g", "d/s", "d/s/", "d/x", "e", "e/", "x", "x/", "lf", "lf/", "ld", "ld/", "ld/g", "ld/s", "le", "le/",
	"slash", "chaind/", "dangling", "dangling/", "loop",
};

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static char base[] = "/tmp/pathsXXXXXX";
static int root = -1;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

// real is a path with the long names in it.
static const char *real(const char *path)
{
	static char bufs[2][2048];
	static int which;
	char *out = bufs[which ^= 1], *o = out;
	while (*path) {
		if (!strncmp(path, N255, 4) || !strncmp(path, N256, 4)) {
			int n = path[3] == '5' ? 255 : 256;
			memset(o, 'n', n);
			o += n, path += 4;
		} else {
			*o++ = *path++;
		}
	}
	*o = 0;
	return out;
}

static int removeOne(const char *path, const struct stat *st, int flag, struct FTW *ftw) { return remove(path); }

static void file(const char *name, const char *text)
{
	int fd = openat(root, name, O_WRONLY | O_CREAT | O_EXCL, 0666);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		die(name);
	close(fd);
}

static void directory(const char *name)
{
	if (mkdirat(root, name, 0777))
		die(name);
}

static void symbolic(const char *target, const char *name)
{
	if (symlinkat(target, root, name))
		die(name);
}

// fresh makes the directory anew: one called root in another one, so that there is something outside.
static void fresh(void)
{
	char name[64];
	if (root >= 0) {
		close(root);
		nftw(base, removeOne, 16, FTW_DEPTH | FTW_PHYS);
	}
	snprintf(name, sizeof name, "%s/root", base);
	if (mkdir(base, 0777) || mkdir(name, 0777) || (root = open(name, O_DIRECTORY)) < 0)
		die(name);
	file("f", "F");
	directory("d");
	file("d/g", "G");
	directory("d/s");
	directory("e");
	symbolic("f", "lf");
	symbolic("d", "ld");
	symbolic("e", "le");
	symbolic("lf", "chain");
	symbolic("ld", "chaind");
	symbolic("d/", "slash");
	symbolic("f/", "fslash");
	symbolic("x/", "xslash");
	symbolic("d/..", "dots");
	symbolic("x", "dangling");
	symbolic("loop", "loop");
	symbolic("../f", "d/up");
	symbolic("../../outside", "d/out");
	symbolic("..", "out");
	symbolic("/", "abs");
	symbolic("../root/d", "around");
}

// list appends what is in a directory to a list of lines.
static char *lines[256];
static int count;

static void list(int dir, const char *prefix)
{
	DIR *d = fdopendir(openat(dir, ".", O_DIRECTORY));
	struct dirent *e;
	while ((e = readdir(d))) {
		struct stat st;
		char line[2048], text[512] = "";
		const char *mark = "";
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		if (fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			die(e->d_name);
		if (st.st_mtim.tv_sec == 12345)
			mark = "@";
		if (S_ISDIR(st.st_mode)) {
			snprintf(line, sizeof line, "%s%s/%s", prefix, e->d_name, mark);
		} else if (S_ISLNK(st.st_mode)) {
			if (readlinkat(dir, e->d_name, text, sizeof text - 1) < 0)
				die(e->d_name);
			snprintf(line, sizeof line, "%s%s->%s%s", prefix, e->d_name, text, mark);
		} else {
			int fd = openat(dir, e->d_name, O_RDONLY);
			if (fd < 0 || read(fd, text, sizeof text - 1) < 0)
				die(e->d_name);
			close(fd);
			snprintf(line, sizeof line, "%s%s=%s%s", prefix, e->d_name, text, mark);
		}
		lines[count++] = strdup(line);
		if (S_ISDIR(st.st_mode)) {
			int sub = openat(dir, e->d_name, O_DIRECTORY);
			snprintf(line, sizeof line, "%s%s/", prefix, e->d_name);
			list(sub, line);
			close(sub);
		}
	}
	closedir(d);
}

static int compare(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

static char *before[256];
static int countBefore;

static int has(char **list, int n, const char *line)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(list[i], line))
			return 1;
	return 0;
}

static void append(char *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsprintf(out + strlen(out), format, args);
	va_end(args);
}

// changes appends what is different from before.
static void changes(char *out)
{
	count = 0;
	list(root, "");
	qsort(lines, count, sizeof *lines, compare);
	for (int i = 0; i < countBefore; i++)
		if (!has(lines, count, before[i]))
			append(out, " -%s", before[i]);
	for (int i = 0; i < count; i++)
		if (!has(before, countBefore, lines[i]))
			append(out, " +%s", lines[i]);
}

// leadsOut asks the kernel whether a path leads out of the root. Where the end is not followed, slashes there do not matter.
static int leadsOut(const char *path, int follow)
{
	char buf[2048];
	struct open_how how = {.flags = O_PATH | (follow ? 0 : O_NOFOLLOW), .resolve = RESOLVE_BENEATH};
	strcpy(buf, path);
	for (size_t n = strlen(buf); !follow && n > 1 && buf[n - 1] == '/'; n--)
		buf[n - 1] = 0;
	int fd = syscall(SYS_openat2, root, buf, &how, sizeof how);
	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EXDEV;
}

// The calls. Each appends its outcome.
static const char *name(int failed) { return failed ? strerrorname_np(errno) : "ok"; }

static int flags, follow;

// followed is whether a call follows a link at the end: what must be new is not looked for elsewhere.
static int followed(void) { return follow && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL); }

static void callOpen(const char *a, const char *b, char *out)
{
	int fd = openat(root, a, flags | (follow ? 0 : O_NOFOLLOW), 0666);
	append(out, "%s", name(fd < 0));
	if (fd >= 0)
		close(fd);
}

static const char *kind(mode_t mode) { return S_ISDIR(mode) ? "dir" : S_ISLNK(mode) ? "link" : "file"; }

static void callStat(const char *a, const char *b, char *out)
{
	struct stat st;
	int e = fstatat(root, a, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW);
	append(out, "%s", name(e));
	if (!e)
		append(out, " %s", kind(st.st_mode));
}

static void callTimes(const char *a, const char *b, char *out)
{
	struct timespec t[2] = {{12345, 0}, {12345, 0}};
	append(out, "%s", name(utimensat(root, a, t, follow ? 0 : AT_SYMLINK_NOFOLLOW)));
}

static void callMkdir(const char *a, const char *b, char *out) { append(out, "%s", name(mkdirat(root, a, 0777))); }
static void callRmdir(const char *a, const char *b, char *out) { append(out, "%s", name(unlinkat(root, a, AT_REMOVEDIR))); }
static void callUnlink(const char *a, const char *b, char *out) { append(out, "%s", name(unlinkat(root, a, 0))); }
static void callSymlink(const char *a, const char *b, char *out) { append(out, "%s", name(symlinkat("to", root, a))); }

static void callReadlink(const char *a, const char *b, char *out)
{
	char text[512] = "";
	int n = readlinkat(root, a, text, sizeof text - 1);
	append(out, "%s", name(n < 0));
	if (n >= 0)
		append(out, " %s", text);
}

static void callRename(const char *a, const char *b, char *out) { append(out, "%s", name(renameat(root, a, root, b))); }

static void callLink(const char *a, const char *b, char *out)
{
	append(out, "%s", name(linkat(root, a, root, b, follow ? AT_SYMLINK_FOLLOW : 0)));
}

// groups gathers the paths of a call by outcome, in the order of the first ones.
static struct {
	char outcome[4096], paths[65536];
} groups[512];
static int used;

typedef void call(const char *a, const char *b, char *out);

// Whether slashes at the end make a call follow a link there.
enum { NEVER, SLASHES };

static int ends(const char *path) { return *path && path[strlen(path) - 1] == '/'; }

static void one(call *c, const char *a, const char *b, int slashes)
{
	char out[4096] = "", shown[256];
	const char *ra = real(a), *rb = b ? real(b) : "";
	int i;
	if (leadsOut(ra, ends(ra) ? slashes : followed()) || (b && leadsOut(rb, 0))) {
		strcpy(out, "leads out");
	} else {
		c(ra, rb, out);
		char diff[4096] = "";
		changes(diff);
		if (*diff)
			fresh();
		strcat(out, diff);
	}
	for (i = 0; i < used && strcmp(groups[i].outcome, out); i++)
		;
	if (i == used) {
		strcpy(groups[used].outcome, out);
		*groups[used++].paths = 0;
	}
	snprintf(shown, sizeof shown, b ? " \"%s\">\"%s\"" : " \"%s\"", a, b);
	for (char *q = shown; *q; q++) // quotes only for nothing
		if (*q == '"' && q[1] != '"' && q[-1] != '"')
			memmove(q, q + 1, strlen(q)), q--;
	strcat(groups[i].paths, shown);
}

static void flush(const char *title)
{
	printf("%s\n", title);
	for (int i = 0; i < used; i++)
		printf("%s\t%s\n", groups[i].outcome, groups[i].paths + 1);
	printf("\n");
	used = 0;
}

static void all(const char *title, call *c, int slashes)
{
	for (size_t i = 0; i < LEN(paths); i++)
		one(c, paths[i], NULL, slashes);
	flush(title);
}

// both is for calls with two paths: all with all others of pairs, and the long list on each side.
static void both(const char *title, call *c, int slashes)
{
	for (size_t i = 0; i < LEN(paths); i++) {
		one(c, paths[i], "new", slashes);
		one(c, "f", paths[i], slashes);
		one(c, "d", paths[i], slashes);
	}
	for (size_t i = 0; i < LEN(pairs); i++)
		for (size_t j = 0; j < LEN(pairs); j++)
			one(c, pairs[i], pairs[j], slashes);
	flush(title);
}

int main(void)
{
	static const struct {
		const char *name;
		int flags;
	} how[] = {
		{"", 0},
		{" creat", O_CREAT},
		{" creat excl", O_CREAT | O_EXCL},
		{" trunc", O_TRUNC},
		{" creat trunc", O_CREAT | O_TRUNC},
		{" creat excl trunc", O_CREAT | O_EXCL | O_TRUNC},
		{" directory", O_DIRECTORY},
	};
	char title[256];
	if (!mkdtemp(base) || rmdir(base))
		die(base);
	fresh();
	list(root, "");
	qsort(lines, count, sizeof *lines, compare);
	memcpy(before, lines, sizeof lines);
	countBefore = count;
	printf("before\n");
	for (int i = 0; i < count; i++)
		printf("%s\n", before[i]);
	printf("\n");
	for (size_t i = 0; i < LEN(how); i++)
		for (int write = 0; write < 2; write++)
			for (follow = 0; follow < 2; follow++) {
				flags = how[i].flags | (write ? O_RDWR : O_RDONLY);
				snprintf(title, sizeof title, "open%s%s%s", how[i].name, write ? " write" : "", follow ? " follow" : "");
				all(title, callOpen, flags & O_CREAT ? NEVER : SLASHES);
			}
	flags = 0;
	for (follow = 0; follow < 2; follow++) {
		all(follow ? "stat follow" : "stat", callStat, SLASHES);
		all(follow ? "times follow" : "times", callTimes, SLASHES);
	}
	follow = 0;
	all("mkdir", callMkdir, NEVER);
	all("rmdir", callRmdir, NEVER);
	all("unlink", callUnlink, NEVER);
	all("symlink", callSymlink, NEVER);
	all("readlink", callReadlink, SLASHES);
	both("rename", callRename, NEVER);
	for (follow = 0; follow < 2; follow++)
		both(follow ? "link follow" : "link", callLink, SLASHES);
	close(root);
	nftw(base, removeOne, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
