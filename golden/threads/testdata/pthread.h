// What the programs here need of POSIX threads, on wasi-threads and the atomic instructions alone.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef _Atomic int32_t word;

typedef struct thread {
	void *stack, *tls; // read by start.s
	void *(*fn)(void *);
	void *arg, *result;
	word running;
} *pthread_t;

typedef struct { word state; } pthread_mutex_t; // 0 free, 1 locked, 2 locked and waited for
typedef struct { word turn; } pthread_cond_t;
typedef struct { word left, round; int32_t count; } pthread_barrier_t;

#define PTHREAD_MUTEX_INITIALIZER {0}
#define PTHREAD_COND_INITIALIZER {0}

int pthread_create(pthread_t *t, const void *attr, void *(*fn)(void *), void *arg);
int pthread_join(pthread_t t, void **result);
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);
int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m);
int pthread_cond_signal(pthread_cond_t *c);
int pthread_cond_broadcast(pthread_cond_t *c);
int pthread_barrier_init(pthread_barrier_t *b, const void *attr, unsigned count);
int pthread_barrier_wait(pthread_barrier_t *b);
