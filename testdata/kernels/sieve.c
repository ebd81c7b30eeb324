// Primes below n (n <= 16 Mi) by the sieve of Eratosthenes, one byte a number.
enum { MAX = 1 << 24 };

static unsigned char composite[MAX];

int run(int n) {
  for (int i = 0; i < n; i++)
    composite[i] = 0;
  unsigned count = 0, sum = 0;
  for (int i = 2; i < n; i++) {
    if (composite[i])
      continue;
    count++;
    sum ^= (unsigned)i * count;
    if (i < 4096)
      for (int j = i * i; j < n; j += i)
        composite[j] = 1;
  }
  return (int)(sum + count);
}
