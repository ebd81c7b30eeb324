// Everything that a program does with files in the directory that its first
// argument names: write, read, append, seek, truncate, rename, stat, list, remove.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root;

static const char *at(const char *name) {
    static char path[4][256];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", root, name);
    return path[turn];
}

static void check(const char *what, int ok) {
    if (!ok) {
        printf("%s failed: %s\n", what, strerror(errno));
        exit(1);
    }
}

static const char *expect(int result, int code) {
    return result != -1 ? "succeeded" : errno == code ? "as expected" : strerror(errno);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *dir) {
    char *names[64];
    int n = 0;
    DIR *d = opendir(dir);
    check("opendir", d != NULL);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) names[n++] = strdup(e->d_name);
    closedir(d);
    qsort(names, (size_t)n, sizeof *names, by_text);
    printf("%d entries:", n);
    for (int i = 0; i < n; i++) {
        char path[512];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        check("stat", stat(path, &st) == 0);
        printf(" %s%s", names[i], S_ISDIR(st.st_mode) ? "/" : "");
        if (S_ISREG(st.st_mode)) printf("(%lld)", (long long)st.st_size);
        free(names[i]);
    }
    printf("\n");
}

static void streams(void) {
    FILE *f = fopen(at("notes.txt"), "w");
    check("fopen w", f != NULL);
    for (int i = 1; i <= 5; i++) fprintf(f, "line %d\n", i);
    check("fclose", fclose(f) == 0);
    f = fopen(at("notes.txt"), "a");
    check("fopen a", f != NULL);
    fputs("appended\n", f);
    fclose(f);
    f = fopen(at("notes.txt"), "r+");
    check("fopen r+", f != NULL);
    char line[64];
    fseek(f, -9, SEEK_END);
    check("fgets", fgets(line, sizeof line, f) != NULL);
    printf("last: %sat %ld\n", line, ftell(f));
    fseek(f, 5, SEEK_SET);
    fputc('X', f);
    rewind(f);
    while (fgets(line, sizeof line, f)) printf("> %s", line);
    printf("eof %d error %d\n", feof(f) != 0, ferror(f) != 0);
    fclose(f);
}

static void descriptors(void) {
    int fd = open(at("raw.bin"), O_RDWR | O_CREAT | O_EXCL, 0644);
    check("open", fd >= 0);
    unsigned char block[1000], back[1000];
    for (int i = 0; i < 1000; i++) block[i] = (unsigned char)(i * 31);
    check("write", write(fd, block, 1000) == 1000);
    check("lseek", lseek(fd, 100, SEEK_SET) == 100);
    check("read", read(fd, back, 50) == 50 && memcmp(back, block + 100, 50) == 0);
    check("pwrite", pwrite(fd, "hole", 4, 5000) == 4);
    check("pread", pread(fd, back, 4, 999) == 4 && back[0] == block[999] && back[1] == 0);
    long long here = lseek(fd, 0, SEEK_CUR), end = lseek(fd, 0, SEEK_END);
    printf("position %lld, end %lld\n", here, end);
    check("ftruncate", ftruncate(fd, 10) == 0);
    struct stat st;
    check("fstat", fstat(fd, &st) == 0);
    printf("truncated to %lld\n", (long long)st.st_size);
    check("close", close(fd) == 0);
    printf("second O_EXCL %s\n", expect(open(at("raw.bin"), O_WRONLY | O_CREAT | O_EXCL, 0644), EEXIST));
    printf("closed descriptor %s\n", expect((int)write(fd, "x", 1), EBADF));
    printf("missing file %s\n", expect(open(at("nothing"), O_RDONLY), ENOENT));
}

int main(int argc, char **argv) {
    root = argc > 1 ? argv[1] : ".";
    FILE *seed = fopen(at("seed.txt"), "r");
    check("fopen seed", seed != NULL);
    char text[100] = "";
    size_t n = fread(text, 1, sizeof text - 1, seed);
    fclose(seed);
    printf("seed has %d bytes: %s", (int)n, text);
    streams();
    descriptors();
    check("mkdir", mkdir(at("sub"), 0755) == 0);
    printf("mkdir again %s\n", expect(mkdir(at("sub"), 0755), EEXIST));
    check("rename", rename(at("raw.bin"), at("sub/moved.bin")) == 0);
    for (int i = 0; i < 30; i++) {
        char name[40];
        snprintf(name, sizeof name, "sub/part-%02d", i);
        FILE *f = fopen(at(name), "w");
        check("fopen part", f != NULL);
        fprintf(f, "%*d", i, i);
        fclose(f);
    }
    list(root);
    list(at("sub"));
    printf("rmdir of a full directory %s\n", expect(rmdir(at("sub")), ENOTEMPTY));
    for (int i = 0; i < 30; i++) {
        char name[40];
        snprintf(name, sizeof name, "sub/part-%02d", i);
        check("unlink", unlink(at(name)) == 0);
    }
    check("unlink", unlink(at("sub/moved.bin")) == 0);
    printf("unlink again %s\n", expect(unlink(at("sub/moved.bin")), ENOENT));
    check("rmdir", rmdir(at("sub")) == 0);
    check("remove", remove(at("notes.txt")) == 0);
    list(root);
    return 0;
}
