// Floating point to text and back: formats, rounding, infinities, NaN, signed
// zeros, the smallest and the largest numbers.
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits(double d) {
    uint64_t u;
    memcpy(&u, &d, 8);
    return u;
}

static volatile double zero = 0;

int main(void) {
    double v[] = {0, -0.0, 1, -1, 0.1, 1.0 / 3, 2.5, 3.5, 1e21, 123456789.125, 6.02214076e23, 1.6e-19,
                  DBL_MAX, DBL_MIN, 4.9406564584124654e-324, 2.2250738585072009e-308, INFINITY, -INFINITY};
    int n = sizeof v / sizeof *v;
    for (int i = 0; i < n; i++)
        printf("%016llx %g %e %.0f|%10.3g|%-12.4e|%+.2g|%#.3g\n", (unsigned long long)bits(v[i]), v[i], v[i],
               fabs(v[i]) < 1e18 ? v[i] : 0, v[i], v[i], v[i], v[i]);
    printf("nan %f %G %5.1f|\n", fabs(NAN), fabs(NAN), copysign(NAN, 1));
    printf("long %.30f\n%.17g %.17g\n%f\n", 0.1, 0.1, 2.0 / 3, DBL_MAX);
    printf("padded |%012.3f|%-12.3f|%+012.3f|% f|\n", 3.14159, 3.14159, 3.14159, 3.14159);
    printf("hex %a %a %A %.3a\n", 1.0, -0.15625, 255.5, 3.14159);
    printf("star |%*.*f|%-*.*e|\n", 12, 4, 2.718281828, 14, 3, 31415.9265);
    printf("float %.9g %.9g %.9g %.9g\n", FLT_MAX, FLT_MIN, (float)0.1, 1.401298464e-45f);

    const char *text[] = {"1e308", "1e309", "-1e-320", "0x1.8p3", "inf", "-Infinity", "  42.5xyz", ".5e1", "1e-400", "9007199254740993"};
    for (int i = 0; i < 10; i++) {
        char *end;
        double d = strtod(text[i], &end);
        printf("strtod %s -> %016llx rest '%s'\n", text[i], (unsigned long long)bits(d), end);
    }
    char *end;
    double nan = strtod("nan", &end);
    printf("nan==nan %d, <%d >%d != %d, isnan %d\n", nan == nan, nan < 1, nan > 1, nan != nan, isnan(nan) != 0);
    printf("1/0 %g 1/-0 %g inf-inf isnan %d\n", 1 / zero, 1 / -zero, isnan(INFINITY - 1 / zero) != 0);

    double r[] = {-2.5, -1.5, -0.5, -0.2, 0.5, 1.5, 2.5, 4503599627370497.5, 1e300};
    for (int i = 0; i < 9; i++)
        printf("%g: floor %g ceil %g trunc %g rint %g round %g sqrt %.6g\n", r[i], floor(r[i]), ceil(r[i]), trunc(r[i]),
               rint(r[i]), round(r[i]), sqrt(fabs(r[i])));
    printf("fmod %g %g remainder %g hypot %g ldexp %g\n", fmod(10.5, 3), fmod(-10.5, 3), remainder(10.5, 3), hypot(3, 4), ldexp(0.75, 10));
    printf("sin %.10f cos %.10f tan %.10f atan2 %.10f\n", sin(1), cos(1), tan(1), atan2(-1, -1));
    printf("exp %.10f log %.10f pow %.10f cbrt %.10f\n", exp(1), log(10), pow(2, 0.5), cbrt(27));
    int e;
    double m = frexp(-40, &e), whole, part = modf(-3.25, &whole);
    printf("frexp %g %d modf %g %g\n", m, e, whole, part);

    volatile double big = 3e9, neg = -3e9, top = 18446744073709549568.0;
    printf("casts %u %lld %lld %llu\n", (uint32_t)big, (long long)big, (long long)neg, (unsigned long long)top);
    volatile float f = 16777216.0f;
    printf("float add %.1f %.1f\n", f + 1.0f, (double)f + 1.0);
    double sum = 0;
    float fsum = 0;
    for (int i = 1; i <= 100000; i++) {
        sum += 1.0 / i;
        fsum += 1.0f / (float)i;
    }
    printf("harmonic %.15g %.7g\n", sum, fsum);
    return 0;
}
