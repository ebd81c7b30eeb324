// LU decomposition with partial pivoting of an n x n matrix of doubles (n <= 800), then one solve.
enum { MAX = 800 };

static double m[MAX][MAX], x[MAX];
static int row[MAX];

static double magnitude(double v) { return v < 0 ? -v : v; }

static void decompose(int n) {
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int i = k + 1; i < n; i++)
      if (magnitude(m[row[i]][k]) > magnitude(m[row[best]][k]))
        best = i;
    int t = row[k];
    row[k] = row[best];
    row[best] = t;
    const double *pivot = m[row[k]];
    for (int i = k + 1; i < n; i++) {
      double *r = m[row[i]], f = r[k] / pivot[k];
      r[k] = f;
      for (int j = k + 1; j < n; j++)
        r[j] -= f * pivot[j];
    }
  }
}

static void solve(int n) {
  for (int i = 0; i < n; i++) {
    double sum = i % 10 + 1;
    for (int j = 0; j < i; j++)
      sum -= m[row[i]][j] * x[j];
    x[i] = sum;
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int j = i + 1; j < n; j++)
      x[i] -= m[row[i]][j] * x[j];
    x[i] /= m[row[i]][i];
  }
}

int run(int n) {
  unsigned seed = 7;
  for (int i = 0; i < n; i++) {
    row[i] = i;
    for (int j = 0; j < n; j++) {
      seed = seed * 1664525 + 1013904223;
      m[i][j] = (seed >> 8) / 16777216.0 + (i == j ? 2 : 0);
    }
  }
  decompose(n);
  solve(n);
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += x[i] * (i % 7 + 1);
  return (int)(sum * 1000);
}
