// The Mandelbrot set on an n x n grid, at most 200 steps a point; the sum of the steps.
int run(int n) {
  int sum = 0;
  for (int py = 0; py < n; py++)
    for (int px = 0; px < n; px++) {
      double cx = px * 3.0 / n - 2.0, cy = py * 2.5 / n - 1.25, x = 0, y = 0;
      int step = 0;
      while (step < 200 && x * x + y * y <= 4.0) {
        double t = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = t;
        step++;
      }
      sum += step;
    }
  return sum;
}
