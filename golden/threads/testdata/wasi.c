#include "wasi.h"
#include "pthread.h"
#include <stdarg.h>

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

WASI(args_sizes_get) int args_sizes_get(int32_t *count, int32_t *size);
WASI(args_get) int args_get(char **argv, char *buf);
WASI(fd_write) int fd_write(int fd, const void *iovs, int count, int32_t *written);
WASI(fd_read) int fd_read(int fd, const void *iovs, int count, int32_t *got);
WASI(poll_oneoff) int poll_oneoff(const void *in, void *out, int count, int32_t *events);
WASI(proc_exit) _Noreturn void proc_exit(int code);
WASI(sched_yield) int wasi_yield(void);
__attribute__((import_module("wasi"), import_name("thread-spawn"))) int thread_spawn(void *arg);

#define PAGE 65536

void *memset(void *p, int c, size_t n) {
	for (char *at = p; n-- > 0; at++) *at = c;
	return p;
}

void *memcpy(void *to, const void *from, size_t n) {
	for (size_t i = 0; i < n; i++) ((char *)to)[i] = ((const char *)from)[i];
	return to;
}

extern char __heap_base;
static _Atomic size_t heap;

void *malloc(size_t size) {
	size_t none = 0;
	__c11_atomic_compare_exchange_strong(&heap, &none, (size_t)&__heap_base, 5, 5);
	size_t at = __c11_atomic_fetch_add(&heap, (size + 15) & ~(size_t)15, 5), end = at + size;
	for (size_t have; (have = __builtin_wasm_memory_size(0) * PAGE) < end;)
		if (__builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == -1) return NULL;
	return (void *)((at + 15) & ~(size_t)15);
}

_Noreturn void exit(int code) { proc_exit(code); }
int sched_yield(void) { return wasi_yield(); }

long read(int fd, void *buf, size_t size) {
	struct { void *p; size_t n; } v = {buf, size};
	int32_t got;
	return fd_read(fd, &v, 1, &got) ? -1 : got;
}

int usleep(unsigned us) {
	struct { uint64_t userdata, tag, clock, timeout, precision, flags; } in = {0, 0, 1, us * 1000ull, 0, 0};
	char out[32];
	int32_t events;
	return poll_oneoff(&in, out, 1, &events);
}

int atoi(const char *s) {
	int n = 0;
	for (; *s; s++) n = 10 * n + *s - '0';
	return n;
}

int strcmp(const char *a, const char *b) {
	for (; *a && *a == *b; a++) b++;
	return *a - *b;
}

int printf(const char *format, ...) {
	char line[256], digits[24];
	int n = 0;
	va_list args;
	va_start(args, format);
	for (; *format; format++) {
		if (*format != '%') {
			line[n++] = *format;
			continue;
		}
		if (*++format == 's') {
			for (const char *s = va_arg(args, const char *); *s; s++) line[n++] = *s;
			continue;
		}
		unsigned long long v;
		if (*format == 'd') {
			int d = va_arg(args, int);
			if (d < 0) line[n++] = '-';
			v = d < 0 ? -(long long)d : d;
		} else {
			format += 2;
			v = va_arg(args, unsigned long long);
		}
		int k = 0;
		do digits[k++] = '0' + v % 10; while (v /= 10);
		while (k > 0) line[n++] = digits[--k];
	}
	va_end(args);
	struct { void *p; int n; } vec = {line, n};
	int32_t written;
	fd_write(1, &vec, 1, &written);
	return n;
}

__attribute__((export_name("_start"))) void start(void) {
	int32_t argc, size;
	args_sizes_get(&argc, &size);
	char **argv = malloc(sizeof(char *) * (argc + 1));
	args_get(argv, malloc(size));
	int code = main(argc, argv);
	if (code) proc_exit(code);
}

// Threads. A thread's stack and thread-local storage are never used again.

#define STACK 65536

int pthread_create(pthread_t *out, const void *attr, void *(*fn)(void *), void *arg) {
	pthread_t t = malloc(sizeof *t);
	t->stack = (char *)malloc(STACK) + STACK;
	size_t align = __builtin_wasm_tls_align();
	t->tls = (void *)(((size_t)malloc(__builtin_wasm_tls_size() + align) + align) & -(align ? align : 1));
	t->fn = fn, t->arg = arg;
	t->running = 1;
	*out = t;
	return thread_spawn(t) < 0 ? 6 : 0; // EAGAIN
}

static void wait(word *at, int32_t value) { __builtin_wasm_memory_atomic_wait32((int32_t *)at, value, -1); }
static void wake(word *at, int n) { __builtin_wasm_memory_atomic_notify((int32_t *)at, n); }

void thread_main(int id, pthread_t t) {
	t->result = t->fn(t->arg);
	t->running = 0;
	wake(&t->running, -1);
}

int pthread_join(pthread_t t, void **result) {
	while (t->running) wait(&t->running, 1);
	if (result) *result = t->result;
	return 0;
}

int pthread_mutex_lock(pthread_mutex_t *m) {
	int32_t free = 0;
	if (__c11_atomic_compare_exchange_strong(&m->state, &free, 1, 5, 5)) return 0;
	while (__c11_atomic_exchange(&m->state, 2, 5)) wait(&m->state, 2);
	return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *m) {
	if (__c11_atomic_exchange(&m->state, 0, 5) == 2) wake(&m->state, 1);
	return 0;
}

int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m) {
	int32_t turn = c->turn;
	pthread_mutex_unlock(m);
	wait(&c->turn, turn);
	return pthread_mutex_lock(m);
}

int pthread_cond_signal(pthread_cond_t *c) {
	c->turn++;
	wake(&c->turn, 1);
	return 0;
}

int pthread_cond_broadcast(pthread_cond_t *c) {
	c->turn++;
	wake(&c->turn, -1);
	return 0;
}

int pthread_barrier_init(pthread_barrier_t *b, const void *attr, unsigned count) {
	b->count = b->left = count;
	b->round = 0;
	return 0;
}

int pthread_barrier_wait(pthread_barrier_t *b) {
	int32_t round = b->round;
	if (--b->left == 0) {
		b->left = b->count;
		b->round++;
		wake(&b->round, -1);
		return -1;
	}
	while (b->round == round) wait(&b->round, round);
	return 0;
}
