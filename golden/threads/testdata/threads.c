// Threads that work together, each way as an argument says: the output is the same on every run. It builds with any pthreads:
//
//     cc -O2 -pthread threads.c
#ifdef __wasm__
#include "pthread.h"
#include "wasi.h"
#else
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#endif
#include <stdatomic.h>
#include <stdint.h>

#define N 4

static void run(int n, void *(*fn)(void *)) {
	pthread_t t[64];
	for (intptr_t i = 0; i < n; i++)
		if (pthread_create(&t[i], NULL, fn, (void *)i)) {
			printf("no thread\n");
			exit(1);
		}
	for (int i = 0; i < n; i++) pthread_join(t[i], NULL);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int rounds = 1000;

// A counter without atomics, under a mutex.
static int counter;

static void *count(void *arg) {
	for (int i = 0; i < rounds; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

static void mutexes(void) {
	run(N, count);
	printf("mutex %d\n", counter);
}

// Two threads that take turns.
static int turn;

static void *takeTurns(void *arg) {
	int me = (intptr_t)arg;
	for (int i = 0; i < rounds; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % 2 != me) pthread_cond_wait(&cond, &mutex);
		turn++;
		pthread_mutex_unlock(&mutex);
		pthread_cond_broadcast(&cond);
	}
	return NULL;
}

static void conditions(void) {
	run(2, takeTurns);
	printf("cond %d\n", turn);
}

// All threads add up what the others did in the round before.
static pthread_barrier_t barrier;
static uint64_t cells[2][N];

static void *meet(void *arg) {
	int me = (intptr_t)arg;
	for (int r = 0; r < rounds / 10; r++) {
		uint64_t sum = 1;
		for (int i = 0; i < N; i++) sum += cells[r % 2][i] * (i + 1);
		cells[(r + 1) % 2][me] = sum % 1000003 + me;
		pthread_barrier_wait(&barrier);
	}
	return NULL;
}

static void barriers(void) {
	pthread_barrier_init(&barrier, NULL, N);
	run(N, meet);
	for (int i = 0; i < N; i++) printf("barrier %d %llu\n", i, (unsigned long long)cells[0][i]);
}

// Thread-local variables, with and without an initial value.
static _Thread_local int local = 7, zero;
static int locals[N];

static void *keep(void *arg) {
	int me = (intptr_t)arg;
	for (int i = 0; i < rounds; i++) local += me, zero++;
	locals[me] = local + zero;
	return NULL;
}

static void tls(void) {
	local = 1, zero = 2;
	run(N, keep);
	for (int i = 0; i < N; i++) printf("tls %d %d\n", i, locals[i]);
	printf("tls main %d %d\n", local, zero);
}

// A queue for each thread, from whose other end the others steal (Chase and Lev).
#define TASKS 4096
static struct {
	_Atomic int top, bottom;
	_Atomic int tasks[TASKS];
} queues[N];
static _Atomic int pending;
static _Atomic uint64_t done;

static void push(int q, int task) {
	int b = queues[q].bottom;
	queues[q].tasks[b % TASKS] = task;
	queues[q].bottom = b + 1;
}

static int pop(int q) {
	int b = --queues[q].bottom, t = queues[q].top;
	if (t > b) {
		queues[q].bottom = b + 1;
		return -1;
	}
	int task = queues[q].tasks[b % TASKS];
	if (t == b) {
		if (!atomic_compare_exchange_strong(&queues[q].top, &t, t + 1)) task = -1;
		queues[q].bottom = b + 1;
	}
	return task;
}

static int steal(int q) {
	int t = queues[q].top;
	if (t >= queues[q].bottom) return -1;
	int task = queues[q].tasks[t % TASKS];
	return atomic_compare_exchange_strong(&queues[q].top, &t, t + 1) ? task : -1;
}

// A task of size n is two of half the size, or a bit of work.
static void *work(void *arg) {
	int me = (intptr_t)arg;
	while (pending > 0) {
		int task = pop(me);
		for (int i = 1; task < 0 && i < N; i++) task = steal((me + i) % N);
		if (task < 0) {
			sched_yield();
			continue;
		}
		if (task > 3) {
			pending += 2;
			push(me, task / 2);
			push(me, task - task / 2);
		} else {
			done += task * task;
		}
		pending--;
	}
	return NULL;
}

static void stealing(void) {
	pending = 1;
	push(0, rounds);
	run(N, work);
	printf("stealing %llu\n", (unsigned long long)done);
}

// Threads that threads make, one after the other.
static void *nest(void *arg) {
	intptr_t depth = (intptr_t)arg;
	pthread_t t;
	void *below = NULL;
	if (depth > 0) {
		if (pthread_create(&t, NULL, nest, (void *)(depth - 1))) exit(1);
		pthread_join(t, &below);
	}
	return (char *)below + depth;
}

static void nesting(void) { printf("nesting %d\n", (int)(intptr_t)nest((void *)(intptr_t)20)); }

// A kernel that two threads do twice as fast as one: threads says how many.
static int threads = 1;
static uint64_t sums[64];

static void *compute(void *arg) {
	intptr_t me = (intptr_t)arg;
	uint64_t x = me + 1, sum = 0;
	for (int64_t i = (int64_t)rounds * 100000 / threads; i > 0; i--) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		sum += x >> 60;
	}
	sums[me] = sum;
	return NULL;
}

static void parallel(void) {
	run(threads, compute);
	uint64_t sum = 0;
	for (int i = 0; i < threads; i++) sum += sums[i];
	printf("parallel %llu\n", (unsigned long long)sum);
}

int main(int argc, char **argv) {
	static const struct {
		const char *name;
		void (*fn)(void);
	} programs[] = {
		{"mutex", mutexes}, {"cond", conditions}, {"barrier", barriers}, {"tls", tls}, {"stealing", stealing}, {"nesting", nesting}, {"parallel", parallel},
	};
	if (argc > 2) rounds = atoi(argv[2]);
	if (argc > 3) threads = atoi(argv[3]);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (argc > 1 ? !strcmp(argv[1], programs[i].name) : i < 6) programs[i].fn();
	return 0;
}
