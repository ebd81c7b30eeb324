// How a program with threads ends: ends WHO HOW WHAT, where WHO ends it, main or a thread, HOW is exit, trap or return, and WHAT is what all
// others do at that time.
#include "pthread.h"
#include "wasi.h"

static word started, never;
static word *volatile here = &never;
static const char *who, *how, *what;

#define OTHERS 3

static void busy(void) {
	char b[8];
	if (!strcmp(what, "wait"))
		for (;;) __builtin_wasm_memory_atomic_wait32((int32_t *)&never, 0, -1);
	if (!strcmp(what, "spin"))
		while (!*here) {} // an atomic load
	if (!strcmp(what, "load"))
		while (!*(volatile int32_t *)&never) {}
	if (!strcmp(what, "grow"))
		for (;;) __builtin_wasm_memory_grow(0, 0), malloc(1);
	if (!strcmp(what, "read")) read(0, b, sizeof b);
	if (!strcmp(what, "sleep"))
		for (;;) usleep(4000000000u);
	if (!strcmp(what, "yield"))
		for (;;) sched_yield();
	if (!strcmp(what, "lock")) {
		static pthread_mutex_t m;
		pthread_mutex_lock(&m);
		pthread_mutex_lock(&m);
	}
}

__attribute__((noinline)) static void end(void) {
	while (started < OTHERS) sched_yield();
	usleep(2000); // they are busy by now
	if (!strcmp(how, "exit")) exit(7);
	if (!strcmp(how, "trap")) __builtin_trap();
}

static void *run(void *arg) {
	if (arg) {
		end();
		return NULL;
	}
	started++;
	busy();
	return NULL;
}

int main(int argc, char **argv) {
	if (argc < 4) exit(2);
	who = argv[1], how = argv[2], what = argv[3];
	pthread_t t;
	int others = OTHERS;
	if (!strcmp(who, "thread")) {
		started++, others--; // main is one of them
		if (pthread_create(&t, NULL, run, (void *)1)) exit(3);
	}
	for (int i = 0; i < others; i++)
		if (pthread_create(&t, NULL, run, NULL)) exit(3);
	if (strcmp(who, "thread"))
		end();
	else
		busy();
	return 0;
}
