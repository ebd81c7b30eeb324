// n sweeps of a Jacobi iteration (five-point stencil) over a 256 x 256 grid of doubles.
enum { SIDE = 256 };

static double grid[2][SIDE][SIDE];

int run(int n) {
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++)
      grid[0][i][j] = grid[1][i][j] = i == 0 ? 100.0 : j == 0 ? 50.0 : 0.0;
  for (int sweep = 0; sweep < n; sweep++) {
    double(*from)[SIDE] = grid[sweep & 1], (*to)[SIDE] = grid[~sweep & 1];
    for (int i = 1; i < SIDE - 1; i++)
      for (int j = 1; j < SIDE - 1; j++)
        to[i][j] = 0.25 * (from[i - 1][j] + from[i + 1][j] + from[i][j - 1] + from[i][j + 1]);
  }
  double sum = 0;
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++)
      sum += grid[n & 1][i][j];
  return (int)(sum * 100);
}
