// Product of two n x n matrices of doubles, n <= 512, three nested loops in the textbook order.
enum { MAX = 512 };

static double a[MAX * MAX], b[MAX * MAX], c[MAX * MAX];

int run(int n) {
  for (int i = 0; i < n * n; i++) {
    a[i] = (i * 7 % 31) / 31.0;
    b[i] = (i * 13 % 37) / 37.0;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++)
        sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  double trace = 0;
  for (int i = 0; i < n; i++)
    trace += c[i * n + (n - 1 - i)] * (i + 1);
  return (int)trace;
}
