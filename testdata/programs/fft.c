// Fourier transforms, matrices and a differential equation in double and
// single precision.
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1024, M = 24 };

struct z { double re, im; };

static void fft(struct z *v, int n, int sign) {
    for (int i = 1, j = 0; i < n; i++) {
        int bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) {
            struct z t = v[i];
            v[i] = v[j], v[j] = t;
        }
    }
    for (int len = 2; len <= n; len <<= 1) {
        double angle = sign * 2 * 3.14159265358979323846 / len;
        struct z w = {cos(angle), sin(angle)};
        for (int i = 0; i < n; i += len) {
            struct z t = {1, 0};
            for (int k = 0; k < len / 2; k++) {
                struct z *a = &v[i + k], *b = &v[i + k + len / 2];
                struct z p = {b->re * t.re - b->im * t.im, b->re * t.im + b->im * t.re};
                *b = (struct z){a->re - p.re, a->im - p.im};
                *a = (struct z){a->re + p.re, a->im + p.im};
                t = (struct z){t.re * w.re - t.im * w.im, t.re * w.im + t.im * w.re};
            }
        }
    }
}

static void transforms(void) {
    static struct z v[N];
    for (int i = 0; i < N; i++) {
        double t = 2 * 3.14159265358979323846 * i / N;
        v[i] = (struct z){sin(5 * t) + 0.5 * cos(40 * t) + 0.25, 0};
    }
    fft(v, N, -1);
    for (int i = 0; i < N / 2; i++) {
        double size = sqrt(v[i].re * v[i].re + v[i].im * v[i].im) / N;
        if (size > 1e-6) printf("bin %d: %.6f\n", i, size);
    }
    fft(v, N, 1);
    double worst = 0;
    for (int i = 0; i < N; i++) {
        double t = 2 * 3.14159265358979323846 * i / N;
        double e = fabs(v[i].re / N - (sin(5 * t) + 0.5 * cos(40 * t) + 0.25));
        if (e > worst) worst = e;
    }
    printf("round trip error below 1e-10: %d\n", worst < 1e-10);
}

static double determinant(int n, double a[M][M]) {
    double det = 1;
    for (int c = 0; c < n; c++) {
        int best = c;
        for (int r = c + 1; r < n; r++)
            if (fabs(a[r][c]) > fabs(a[best][c])) best = r;
        if (a[best][c] == 0) return 0;
        if (best != c) {
            double row[M];
            memcpy(row, a[c], sizeof row);
            memcpy(a[c], a[best], sizeof row);
            memcpy(a[best], row, sizeof row);
            det = -det;
        }
        det *= a[c][c];
        for (int r = c + 1; r < n; r++) {
            double f = a[r][c] / a[c][c];
            for (int k = c; k < n; k++) a[r][k] -= f * a[c][k];
        }
    }
    return det;
}

static void matrices(void) {
    static double a[M][M], b[M][M], p[M][M];
    for (int i = 0; i < M; i++)
        for (int j = 0; j < M; j++) {
            a[i][j] = 1.0 / (i + j + 1) + (i == j);
            b[i][j] = (i * 7 + j * 3) % 11 - 5;
        }
    double trace = 0, norm = 0;
    for (int i = 0; i < M; i++)
        for (int j = 0; j < M; j++) {
            for (int k = 0; k < M; k++) p[i][j] += a[i][k] * b[k][j];
            norm += p[i][j] * p[i][j];
        }
    for (int i = 0; i < M; i++) trace += p[i][i];
    printf("trace %.10f norm %.10f\n", trace, sqrt(norm));
    printf("determinant %.10f\n", determinant(M, a));
}

static void single(void) {
    static float v[256], out[256];
    for (int i = 0; i < 256; i++) v[i] = (float)((i * 37) % 101) / 101.0f;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 256; i++) out[i] = (v[(i + 255) & 255] + 2 * v[i] + v[(i + 1) & 255]) * 0.25f;
        memcpy(v, out, sizeof v);
    }
    float sum = 0, low = 1, high = 0;
    for (int i = 0; i < 256; i++) {
        sum += v[i];
        low = fminf(low, v[i]);
        high = fmaxf(high, v[i]);
    }
    printf("smoothed %.6f %.6f %.6f\n", sum / 256, low, high);
}

static void orbit(void) {
    double x = 1, y = 0, vx = 0, vy = 1, h = 0.001;
    for (int i = 0; i < 10000; i++) {
        double r3 = pow(x * x + y * y, 1.5);
        vx -= h * x / r3, vy -= h * y / r3;
        x += h * vx, y += h * vy;
    }
    printf("orbit %.8f %.8f energy %.8f\n", x, y, (vx * vx + vy * vy) / 2 - 1 / sqrt(x * x + y * y));
    double complex c = 0.3 + 0.5 * I, q = 0;
    for (int i = 0; i < 20; i++) q = q * q + c;
    printf("complex %.10f %.10f %.10f\n", creal(q), cimag(q), cabs(q));
}

int main(void) {
    transforms();
    matrices();
    single();
    orbit();
    return 0;
}
