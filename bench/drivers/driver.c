// Answers lines "KERNEL N" with "RESULT NANOSECONDS", the time of one call. kernels.h lists the kernels as KERNEL(name).
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void driver_init(void);

#define KERNEL(name) int32_t call_##name(int32_t n);
#include "kernels.h"
#undef KERNEL

static const struct {
  const char *name;
  int32_t (*call)(int32_t n);
} kernels[] = {
#define KERNEL(name) {#name, call_##name},
#include "kernels.h"
#undef KERNEL
};

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(void) {
  driver_init();
  char name[64];
  int n;
  while (scanf("%63s %d", name, &n) == 2) {
    for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
      if (strcmp(kernels[i].name, name) != 0)
        continue;
      int64_t start = now();
      int32_t result = kernels[i].call(n);
      printf("%d %lld\n", result, (long long)(now() - start));
      fflush(stdout);
    }
  }
}
