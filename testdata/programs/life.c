// The game of life on a torus. All memory is static and the stack small, so that the program fits a chip of 64 KB.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { width = 128, height = 96, shown = 16 };

static uint8_t cells[height][width], next[height][width];

static int neighbours(int y, int x) {
    int n = -cells[y][x];
    for (int dy = height - 1; dy <= height + 1; dy++)
        for (int dx = width - 1; dx <= width + 1; dx++)
            n += cells[(y + dy) % height][(x + dx) % width];
    return n;
}

static void step(void) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int n = neighbours(y, x);
            next[y][x] = n == 3 || (n == 2 && cells[y][x]);
        }
    memcpy(cells, next, sizeof cells);
}

// A checksum of the cells in FNV-1a.
static uint32_t sum(void) {
    uint32_t h = 2166136261u;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            h = (h ^ cells[y][x]) * 16777619u;
    return h;
}

int main(void) {
    static const char *const glider[] = {".#.", "..#", "###"};
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 3; x++)
            cells[y + 1][x + 1] = glider[y][x] == '#';
    uint32_t random = 1;
    for (int y = height / 2; y < height; y++)
        for (int x = 0; x < width; x++) {
            random = random * 1664525u + 1013904223u;
            cells[y][x] = random >> 30 == 0;
        }
    for (int generation = 0; generation <= 20; generation++) {
        if (generation % 10 == 0)
            printf("generation %d: %08x\n", generation, (unsigned)sum());
        step();
    }
    for (int y = 0; y < shown; y++) {
        char line[shown + 1];
        for (int x = 0; x < shown; x++)
            line[x] = cells[y][x] ? '#' : '.';
        line[shown] = 0;
        puts(line);
    }
    return 0;
}
