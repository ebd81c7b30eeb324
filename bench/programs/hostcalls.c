// Calls its host: "hostcalls write FILE" and "hostcalls read FILE" do so with 256 MB in pieces of 64 KB, "clock FILE" a million times, "none
// FILE" not at all. Built by
//
//	clang-22 --target=wasm32-wasi -Wno-deprecated -O2 -c hostcalls.c
//	clang-22 --target=wasm32-wasi -Wno-deprecated -Wl,--strip-all hostcalls.o -o hostcalls.wasm
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

enum { PIECE = 64 << 10, PIECES = 4096, CALLS = 1000000 };

static char piece[PIECE];

static int transfer(const char *path, int writes) {
	int fd = open(path, writes ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY, 0666);
	if (fd < 0) return 1;
	for (int i = 0; i < PIECES; i++)
		if ((writes ? write(fd, piece, PIECE) : read(fd, piece, PIECE)) != PIECE) return 1;
	return close(fd) != 0;
}

static int ask_clock(void) {
	for (int i = 0; i < CALLS; i++) {
		__wasi_timestamp_t t;
		if (__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &t) != 0) return 1;
	}
	return 0;
}

int main(int argc, char **argv) {
	if (argc != 3) return 2;
	if (strcmp(argv[1], "write") == 0) return transfer(argv[2], 1);
	if (strcmp(argv[1], "read") == 0) return transfer(argv[2], 0);
	if (strcmp(argv[1], "clock") == 0) return ask_clock();
	return 0;
}
