// Fourier transform of 4096 complex doubles and back, n times, with single precision twiddle factors from a table.
enum { POINTS = 4096 };

typedef struct {
  double re, im;
} Complex;

typedef struct {
  float re, im;
} Factor;

static Complex points[POINTS];
static Factor factors[POINTS / 2];
static unsigned short reversed[POINTS];

// The factors are powers of the root of one whose angle is 2 pi / POINTS.
static void prepare(void) {
  double re = 1, im = 0;
  const double c = 0.99999882345170188, s = 0.0015339801862847655;
  for (int i = 0; i < POINTS / 2; i++) {
    factors[i] = (Factor){(float)re, (float)im};
    double t = re * c - im * s;
    im = re * s + im * c;
    re = t;
  }
  for (int i = 0; i < POINTS; i++)
    reversed[i] = (unsigned short)(reversed[i / 2] / 2 + i % 2 * (POINTS / 2));
}

static void transform(double sign) {
  for (int i = 0; i < POINTS; i++) {
    int j = reversed[i];
    if (i < j) {
      Complex t = points[i];
      points[i] = points[j];
      points[j] = t;
    }
  }
  for (int half = 1; half < POINTS; half *= 2) {
    int step = POINTS / 2 / half;
    for (int start = 0; start < POINTS; start += 2 * half) {
      for (int k = 0; k < half; k++) {
        Complex *p = &points[start + k], *q = p + half;
        double re = factors[k * step].re, im = sign * factors[k * step].im;
        double x = q->re * re - q->im * im, y = q->re * im + q->im * re;
        q->re = p->re - x;
        q->im = p->im - y;
        p->re += x;
        p->im += y;
      }
    }
  }
}

int run(int n) {
  prepare();
  for (int i = 0; i < POINTS; i++)
    points[i] = (Complex){i % 17, i % 5};
  for (int i = 0; i < n; i++) {
    transform(1);
    transform(-1);
    for (int k = 0; k < POINTS; k++) {
      points[k].re /= POINTS;
      points[k].im /= POINTS;
    }
  }
  double sum = 0;
  for (int i = 0; i < POINTS; i++)
    sum += points[i].re * (i % 7) + points[i].im;
  return (int)(sum * 1000);
}
