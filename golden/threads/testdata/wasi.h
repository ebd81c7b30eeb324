// What the programs here need of a C library, on WASI preview 1 alone. It allocates and frees nothing twice.
#pragma once
#include <stddef.h>
#include <stdint.h>

_Noreturn void exit(int code);
void *malloc(size_t size);
int atoi(const char *s);
int strcmp(const char *a, const char *b);
int printf(const char *format, ...); // knows %s, %d and %llu
int sched_yield(void);
long read(int fd, void *buf, size_t size);
int usleep(unsigned us);
int main(int argc, char **argv);
