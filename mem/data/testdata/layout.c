// Made by structs; do not edit.
#include <stddef.h>

enum e { A = -1, B };

struct s0 {
	long long f0;
	void * f1[1];
	size_t f2;
	size_t f3[4];
	void * f4;
	unsigned long long f5;
};
static const size_t layout0[] = {6, sizeof(struct s0), _Alignof(struct s0), offsetof(struct s0, f0), offsetof(struct s0, f1), offsetof(struct s0, f2), offsetof(struct s0, f3), offsetof(struct s0, f4), offsetof(struct s0, f5)};
static void copy0(struct s0 *d, const struct s0 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 1; i++) d->f1[i] = s->f1[i];
	d->f2 = s->f2;
	for (int i = 0; i < 4; i++) d->f3[i] = s->f3[i];
	d->f4 = s->f4;
	d->f5 = s->f5;
}

struct s1 {
	unsigned f0[3];
	size_t f1[3];
	struct s0 f2;
	long long f3;
	float f4[3];
	long f5[1];
};
static const size_t layout1[] = {6, sizeof(struct s1), _Alignof(struct s1), offsetof(struct s1, f0), offsetof(struct s1, f1), offsetof(struct s1, f2), offsetof(struct s1, f3), offsetof(struct s1, f4), offsetof(struct s1, f5)};
static void copy1(struct s1 *d, const struct s1 *s) {
	for (int i = 0; i < 3; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	copy0(&d->f2, &s->f2);
	d->f3 = s->f3;
	for (int i = 0; i < 3; i++) d->f4[i] = s->f4[i];
	for (int i = 0; i < 1; i++) d->f5[i] = s->f5[i];
}

struct s2 {
	struct s1 f0[4];
	long long f1;
	signed char f2;
	unsigned char f3[2];
	unsigned long long f4;
	double f5;
	struct s0 f6[3];
};
static const size_t layout2[] = {7, sizeof(struct s2), _Alignof(struct s2), offsetof(struct s2, f0), offsetof(struct s2, f1), offsetof(struct s2, f2), offsetof(struct s2, f3), offsetof(struct s2, f4), offsetof(struct s2, f5), offsetof(struct s2, f6)};
static void copy2(struct s2 *d, const struct s2 *s) {
	for (int i = 0; i < 4; i++) copy1(&d->f0[i], &s->f0[i]);
	d->f1 = s->f1;
	d->f2 = s->f2;
	for (int i = 0; i < 2; i++) d->f3[i] = s->f3[i];
	d->f4 = s->f4;
	d->f5 = s->f5;
	for (int i = 0; i < 3; i++) copy0(&d->f6[i], &s->f6[i]);
}

struct s3 {
	double f0;
	unsigned f1;
	struct s0 f2;
	struct s0 f3[2];
	struct s0 f4;
	double f5[4];
};
static const size_t layout3[] = {6, sizeof(struct s3), _Alignof(struct s3), offsetof(struct s3, f0), offsetof(struct s3, f1), offsetof(struct s3, f2), offsetof(struct s3, f3), offsetof(struct s3, f4), offsetof(struct s3, f5)};
static void copy3(struct s3 *d, const struct s3 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy0(&d->f2, &s->f2);
	for (int i = 0; i < 2; i++) copy0(&d->f3[i], &s->f3[i]);
	copy0(&d->f4, &s->f4);
	for (int i = 0; i < 4; i++) d->f5[i] = s->f5[i];
}

struct s4 {
	float f0;
	long f1;
	unsigned long long f2;
	unsigned f3[1];
};
static const size_t layout4[] = {4, sizeof(struct s4), _Alignof(struct s4), offsetof(struct s4, f0), offsetof(struct s4, f1), offsetof(struct s4, f2), offsetof(struct s4, f3)};
static void copy4(struct s4 *d, const struct s4 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	d->f2 = s->f2;
	for (int i = 0; i < 1; i++) d->f3[i] = s->f3[i];
}

struct s5 {
	long f0;
	long f1;
	struct s0 f2;
	struct s4 f3[2];
	signed char f4;
	double f5;
};
static const size_t layout5[] = {6, sizeof(struct s5), _Alignof(struct s5), offsetof(struct s5, f0), offsetof(struct s5, f1), offsetof(struct s5, f2), offsetof(struct s5, f3), offsetof(struct s5, f4), offsetof(struct s5, f5)};
static void copy5(struct s5 *d, const struct s5 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy0(&d->f2, &s->f2);
	for (int i = 0; i < 2; i++) copy4(&d->f3[i], &s->f3[i]);
	d->f4 = s->f4;
	d->f5 = s->f5;
}

struct s6 {
	unsigned short f0;
	int f1;
	struct s2 f2;
	signed char f3;
	struct s0 f4;
	_Bool f5;
	struct s3 f6;
};
static const size_t layout6[] = {7, sizeof(struct s6), _Alignof(struct s6), offsetof(struct s6, f0), offsetof(struct s6, f1), offsetof(struct s6, f2), offsetof(struct s6, f3), offsetof(struct s6, f4), offsetof(struct s6, f5), offsetof(struct s6, f6)};
static void copy6(struct s6 *d, const struct s6 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy2(&d->f2, &s->f2);
	d->f3 = s->f3;
	copy0(&d->f4, &s->f4);
	d->f5 = s->f5;
	copy3(&d->f6, &s->f6);
}

struct s7 {
	enum e f0;
	struct s0 f1[4];
};
static const size_t layout7[] = {2, sizeof(struct s7), _Alignof(struct s7), offsetof(struct s7, f0), offsetof(struct s7, f1)};
static void copy7(struct s7 *d, const struct s7 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 4; i++) copy0(&d->f1[i], &s->f1[i]);
}

struct s8 {
	double f0;
	float f1;
	unsigned char f2;
};
static const size_t layout8[] = {3, sizeof(struct s8), _Alignof(struct s8), offsetof(struct s8, f0), offsetof(struct s8, f1), offsetof(struct s8, f2)};
static void copy8(struct s8 *d, const struct s8 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	d->f2 = s->f2;
}

struct s9 {
	struct s5 f0;
	short f1;
	_Bool f2[4];
};
static const size_t layout9[] = {3, sizeof(struct s9), _Alignof(struct s9), offsetof(struct s9, f0), offsetof(struct s9, f1), offsetof(struct s9, f2)};
static void copy9(struct s9 *d, const struct s9 *s) {
	copy5(&d->f0, &s->f0);
	d->f1 = s->f1;
	for (int i = 0; i < 4; i++) d->f2[i] = s->f2[i];
}

struct s10 {
	unsigned char f0;
	long long f1[3];
	double f2[2];
	enum e f3;
	struct s9 f4;
};
static const size_t layout10[] = {5, sizeof(struct s10), _Alignof(struct s10), offsetof(struct s10, f0), offsetof(struct s10, f1), offsetof(struct s10, f2), offsetof(struct s10, f3), offsetof(struct s10, f4)};
static void copy10(struct s10 *d, const struct s10 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	for (int i = 0; i < 2; i++) d->f2[i] = s->f2[i];
	d->f3 = s->f3;
	copy9(&d->f4, &s->f4);
}

struct s11 {
	long f0;
};
static const size_t layout11[] = {1, sizeof(struct s11), _Alignof(struct s11), offsetof(struct s11, f0)};
static void copy11(struct s11 *d, const struct s11 *s) {
	d->f0 = s->f0;
}

struct s12 {
	long long f0;
};
static const size_t layout12[] = {1, sizeof(struct s12), _Alignof(struct s12), offsetof(struct s12, f0)};
static void copy12(struct s12 *d, const struct s12 *s) {
	d->f0 = s->f0;
}

struct s13 {
	int f0[4];
	short f1;
	void * f2;
	int f3;
	unsigned long long f4;
};
static const size_t layout13[] = {5, sizeof(struct s13), _Alignof(struct s13), offsetof(struct s13, f0), offsetof(struct s13, f1), offsetof(struct s13, f2), offsetof(struct s13, f3), offsetof(struct s13, f4)};
static void copy13(struct s13 *d, const struct s13 *s) {
	for (int i = 0; i < 4; i++) d->f0[i] = s->f0[i];
	d->f1 = s->f1;
	d->f2 = s->f2;
	d->f3 = s->f3;
	d->f4 = s->f4;
}

struct s14 {
	int f0[2];
	struct s8 f1;
	double f2;
	_Bool f3[1];
	unsigned char f4[3];
	enum e f5;
};
static const size_t layout14[] = {6, sizeof(struct s14), _Alignof(struct s14), offsetof(struct s14, f0), offsetof(struct s14, f1), offsetof(struct s14, f2), offsetof(struct s14, f3), offsetof(struct s14, f4), offsetof(struct s14, f5)};
static void copy14(struct s14 *d, const struct s14 *s) {
	for (int i = 0; i < 2; i++) d->f0[i] = s->f0[i];
	copy8(&d->f1, &s->f1);
	d->f2 = s->f2;
	for (int i = 0; i < 1; i++) d->f3[i] = s->f3[i];
	for (int i = 0; i < 3; i++) d->f4[i] = s->f4[i];
	d->f5 = s->f5;
}

struct s15 {
	unsigned long long f0;
};
static const size_t layout15[] = {1, sizeof(struct s15), _Alignof(struct s15), offsetof(struct s15, f0)};
static void copy15(struct s15 *d, const struct s15 *s) {
	d->f0 = s->f0;
}

struct s16 {
	unsigned f0;
	enum e f1;
};
static const size_t layout16[] = {2, sizeof(struct s16), _Alignof(struct s16), offsetof(struct s16, f0), offsetof(struct s16, f1)};
static void copy16(struct s16 *d, const struct s16 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
}

struct s17 {
	struct s15 f0;
	_Bool f1;
};
static const size_t layout17[] = {2, sizeof(struct s17), _Alignof(struct s17), offsetof(struct s17, f0), offsetof(struct s17, f1)};
static void copy17(struct s17 *d, const struct s17 *s) {
	copy15(&d->f0, &s->f0);
	d->f1 = s->f1;
}

struct s18 {
	float f0[1];
};
static const size_t layout18[] = {1, sizeof(struct s18), _Alignof(struct s18), offsetof(struct s18, f0)};
static void copy18(struct s18 *d, const struct s18 *s) {
	for (int i = 0; i < 1; i++) d->f0[i] = s->f0[i];
}

struct s19 {
	double f0;
	double f1;
	void * f2;
	int f3[2];
	struct s14 f4;
	double f5[1];
};
static const size_t layout19[] = {6, sizeof(struct s19), _Alignof(struct s19), offsetof(struct s19, f0), offsetof(struct s19, f1), offsetof(struct s19, f2), offsetof(struct s19, f3), offsetof(struct s19, f4), offsetof(struct s19, f5)};
static void copy19(struct s19 *d, const struct s19 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	d->f2 = s->f2;
	for (int i = 0; i < 2; i++) d->f3[i] = s->f3[i];
	copy14(&d->f4, &s->f4);
	for (int i = 0; i < 1; i++) d->f5[i] = s->f5[i];
}

struct s20 {
	long f0;
	char f1[4];
	double f2;
	struct s12 f3;
	signed char f4[3];
	size_t f5;
	signed char f6;
};
static const size_t layout20[] = {7, sizeof(struct s20), _Alignof(struct s20), offsetof(struct s20, f0), offsetof(struct s20, f1), offsetof(struct s20, f2), offsetof(struct s20, f3), offsetof(struct s20, f4), offsetof(struct s20, f5), offsetof(struct s20, f6)};
static void copy20(struct s20 *d, const struct s20 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 4; i++) d->f1[i] = s->f1[i];
	d->f2 = s->f2;
	copy12(&d->f3, &s->f3);
	for (int i = 0; i < 3; i++) d->f4[i] = s->f4[i];
	d->f5 = s->f5;
	d->f6 = s->f6;
}

struct s21 {
	long f0;
	double f1[4];
	struct s18 f2;
	unsigned long long f3;
	struct s13 f4[1];
};
static const size_t layout21[] = {5, sizeof(struct s21), _Alignof(struct s21), offsetof(struct s21, f0), offsetof(struct s21, f1), offsetof(struct s21, f2), offsetof(struct s21, f3), offsetof(struct s21, f4)};
static void copy21(struct s21 *d, const struct s21 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 4; i++) d->f1[i] = s->f1[i];
	copy18(&d->f2, &s->f2);
	d->f3 = s->f3;
	for (int i = 0; i < 1; i++) copy13(&d->f4[i], &s->f4[i]);
}

struct s22 {
	struct s16 f0;
	unsigned long long f1;
	struct s21 f2;
	unsigned f3[2];
};
static const size_t layout22[] = {4, sizeof(struct s22), _Alignof(struct s22), offsetof(struct s22, f0), offsetof(struct s22, f1), offsetof(struct s22, f2), offsetof(struct s22, f3)};
static void copy22(struct s22 *d, const struct s22 *s) {
	copy16(&d->f0, &s->f0);
	d->f1 = s->f1;
	copy21(&d->f2, &s->f2);
	for (int i = 0; i < 2; i++) d->f3[i] = s->f3[i];
}

struct s23 {
	long f0[4];
	size_t f1[2];
	unsigned f2[4];
};
static const size_t layout23[] = {3, sizeof(struct s23), _Alignof(struct s23), offsetof(struct s23, f0), offsetof(struct s23, f1), offsetof(struct s23, f2)};
static void copy23(struct s23 *d, const struct s23 *s) {
	for (int i = 0; i < 4; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 2; i++) d->f1[i] = s->f1[i];
	for (int i = 0; i < 4; i++) d->f2[i] = s->f2[i];
}

struct s24 {
	signed char f0;
	unsigned long long f1[3];
	struct s20 f2;
	long f3;
	struct s18 f4[4];
	enum e f5;
};
static const size_t layout24[] = {6, sizeof(struct s24), _Alignof(struct s24), offsetof(struct s24, f0), offsetof(struct s24, f1), offsetof(struct s24, f2), offsetof(struct s24, f3), offsetof(struct s24, f4), offsetof(struct s24, f5)};
static void copy24(struct s24 *d, const struct s24 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	copy20(&d->f2, &s->f2);
	d->f3 = s->f3;
	for (int i = 0; i < 4; i++) copy18(&d->f4[i], &s->f4[i]);
	d->f5 = s->f5;
}

struct s25 {
	struct s20 f0;
	struct s23 f1[4];
	size_t f2[2];
	struct s17 f3;
	struct s17 f4;
	unsigned short f5;
	unsigned f6;
};
static const size_t layout25[] = {7, sizeof(struct s25), _Alignof(struct s25), offsetof(struct s25, f0), offsetof(struct s25, f1), offsetof(struct s25, f2), offsetof(struct s25, f3), offsetof(struct s25, f4), offsetof(struct s25, f5), offsetof(struct s25, f6)};
static void copy25(struct s25 *d, const struct s25 *s) {
	copy20(&d->f0, &s->f0);
	for (int i = 0; i < 4; i++) copy23(&d->f1[i], &s->f1[i]);
	for (int i = 0; i < 2; i++) d->f2[i] = s->f2[i];
	copy17(&d->f3, &s->f3);
	copy17(&d->f4, &s->f4);
	d->f5 = s->f5;
	d->f6 = s->f6;
}

struct s26 {
	struct s22 f0;
	size_t f1;
	long long f2[2];
	double f3;
	signed char f4;
	short f5;
};
static const size_t layout26[] = {6, sizeof(struct s26), _Alignof(struct s26), offsetof(struct s26, f0), offsetof(struct s26, f1), offsetof(struct s26, f2), offsetof(struct s26, f3), offsetof(struct s26, f4), offsetof(struct s26, f5)};
static void copy26(struct s26 *d, const struct s26 *s) {
	copy22(&d->f0, &s->f0);
	d->f1 = s->f1;
	for (int i = 0; i < 2; i++) d->f2[i] = s->f2[i];
	d->f3 = s->f3;
	d->f4 = s->f4;
	d->f5 = s->f5;
}

struct s27 {
	_Bool f0;
	long long f1;
	struct s25 f2[2];
	double f3;
	struct s20 f4;
	float f5;
};
static const size_t layout27[] = {6, sizeof(struct s27), _Alignof(struct s27), offsetof(struct s27, f0), offsetof(struct s27, f1), offsetof(struct s27, f2), offsetof(struct s27, f3), offsetof(struct s27, f4), offsetof(struct s27, f5)};
static void copy27(struct s27 *d, const struct s27 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	for (int i = 0; i < 2; i++) copy25(&d->f2[i], &s->f2[i]);
	d->f3 = s->f3;
	copy20(&d->f4, &s->f4);
	d->f5 = s->f5;
}

struct s28 {
	unsigned f0;
	enum e f1;
	long long f2;
	struct s27 f3;
};
static const size_t layout28[] = {4, sizeof(struct s28), _Alignof(struct s28), offsetof(struct s28, f0), offsetof(struct s28, f1), offsetof(struct s28, f2), offsetof(struct s28, f3)};
static void copy28(struct s28 *d, const struct s28 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	d->f2 = s->f2;
	copy27(&d->f3, &s->f3);
}

struct s29 {
	struct s23 f0[3];
	float f1;
	long long f2;
	int f3;
	enum e f4[1];
	unsigned long long f5[4];
	_Bool f6;
};
static const size_t layout29[] = {7, sizeof(struct s29), _Alignof(struct s29), offsetof(struct s29, f0), offsetof(struct s29, f1), offsetof(struct s29, f2), offsetof(struct s29, f3), offsetof(struct s29, f4), offsetof(struct s29, f5), offsetof(struct s29, f6)};
static void copy29(struct s29 *d, const struct s29 *s) {
	for (int i = 0; i < 3; i++) copy23(&d->f0[i], &s->f0[i]);
	d->f1 = s->f1;
	d->f2 = s->f2;
	d->f3 = s->f3;
	for (int i = 0; i < 1; i++) d->f4[i] = s->f4[i];
	for (int i = 0; i < 4; i++) d->f5[i] = s->f5[i];
	d->f6 = s->f6;
}

struct s30 {
	int f0;
	unsigned short f1;
};
static const size_t layout30[] = {2, sizeof(struct s30), _Alignof(struct s30), offsetof(struct s30, f0), offsetof(struct s30, f1)};
static void copy30(struct s30 *d, const struct s30 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
}

struct s31 {
	struct s29 f0[2];
};
static const size_t layout31[] = {1, sizeof(struct s31), _Alignof(struct s31), offsetof(struct s31, f0)};
static void copy31(struct s31 *d, const struct s31 *s) {
	for (int i = 0; i < 2; i++) copy29(&d->f0[i], &s->f0[i]);
}

struct s32 {
	short f0[1];
	void * f1;
};
static const size_t layout32[] = {2, sizeof(struct s32), _Alignof(struct s32), offsetof(struct s32, f0), offsetof(struct s32, f1)};
static void copy32(struct s32 *d, const struct s32 *s) {
	for (int i = 0; i < 1; i++) d->f0[i] = s->f0[i];
	d->f1 = s->f1;
}

struct s33 {
	unsigned long long f0;
	_Bool f1;
	struct s28 f2;
	unsigned short f3[4];
};
static const size_t layout33[] = {4, sizeof(struct s33), _Alignof(struct s33), offsetof(struct s33, f0), offsetof(struct s33, f1), offsetof(struct s33, f2), offsetof(struct s33, f3)};
static void copy33(struct s33 *d, const struct s33 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy28(&d->f2, &s->f2);
	for (int i = 0; i < 4; i++) d->f3[i] = s->f3[i];
}

struct s34 {
	size_t f0[1];
};
static const size_t layout34[] = {1, sizeof(struct s34), _Alignof(struct s34), offsetof(struct s34, f0)};
static void copy34(struct s34 *d, const struct s34 *s) {
	for (int i = 0; i < 1; i++) d->f0[i] = s->f0[i];
}

struct s35 {
	struct s30 f0;
	float f1;
	enum e f2;
};
static const size_t layout35[] = {3, sizeof(struct s35), _Alignof(struct s35), offsetof(struct s35, f0), offsetof(struct s35, f1), offsetof(struct s35, f2)};
static void copy35(struct s35 *d, const struct s35 *s) {
	copy30(&d->f0, &s->f0);
	d->f1 = s->f1;
	d->f2 = s->f2;
}

struct s36 {
	struct s31 f0;
	signed char f1[3];
	struct s31 f2;
};
static const size_t layout36[] = {3, sizeof(struct s36), _Alignof(struct s36), offsetof(struct s36, f0), offsetof(struct s36, f1), offsetof(struct s36, f2)};
static void copy36(struct s36 *d, const struct s36 *s) {
	copy31(&d->f0, &s->f0);
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	copy31(&d->f2, &s->f2);
}

struct s37 {
	unsigned long long f0;
	long f1;
	struct s32 f2;
	long long f3;
	struct s36 f4;
};
static const size_t layout37[] = {5, sizeof(struct s37), _Alignof(struct s37), offsetof(struct s37, f0), offsetof(struct s37, f1), offsetof(struct s37, f2), offsetof(struct s37, f3), offsetof(struct s37, f4)};
static void copy37(struct s37 *d, const struct s37 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy32(&d->f2, &s->f2);
	d->f3 = s->f3;
	copy36(&d->f4, &s->f4);
}

struct s38 {
	unsigned char f0;
	_Bool f1;
	struct s36 f2;
	struct s37 f3[3];
	long long f4[2];
};
static const size_t layout38[] = {5, sizeof(struct s38), _Alignof(struct s38), offsetof(struct s38, f0), offsetof(struct s38, f1), offsetof(struct s38, f2), offsetof(struct s38, f3), offsetof(struct s38, f4)};
static void copy38(struct s38 *d, const struct s38 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy36(&d->f2, &s->f2);
	for (int i = 0; i < 3; i++) copy37(&d->f3[i], &s->f3[i]);
	for (int i = 0; i < 2; i++) d->f4[i] = s->f4[i];
}

struct s39 {
	enum e f0;
	int f1[3];
	unsigned short f2[4];
	long f3;
	size_t f4[1];
	unsigned f5;
};
static const size_t layout39[] = {6, sizeof(struct s39), _Alignof(struct s39), offsetof(struct s39, f0), offsetof(struct s39, f1), offsetof(struct s39, f2), offsetof(struct s39, f3), offsetof(struct s39, f4), offsetof(struct s39, f5)};
static void copy39(struct s39 *d, const struct s39 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	for (int i = 0; i < 4; i++) d->f2[i] = s->f2[i];
	d->f3 = s->f3;
	for (int i = 0; i < 1; i++) d->f4[i] = s->f4[i];
	d->f5 = s->f5;
}

struct s40 {
	long f0;
	struct s33 f1;
	long f2[4];
	int f3;
	long long f4[4];
	int f5;
	long f6[2];
};
static const size_t layout40[] = {7, sizeof(struct s40), _Alignof(struct s40), offsetof(struct s40, f0), offsetof(struct s40, f1), offsetof(struct s40, f2), offsetof(struct s40, f3), offsetof(struct s40, f4), offsetof(struct s40, f5), offsetof(struct s40, f6)};
static void copy40(struct s40 *d, const struct s40 *s) {
	d->f0 = s->f0;
	copy33(&d->f1, &s->f1);
	for (int i = 0; i < 4; i++) d->f2[i] = s->f2[i];
	d->f3 = s->f3;
	for (int i = 0; i < 4; i++) d->f4[i] = s->f4[i];
	d->f5 = s->f5;
	for (int i = 0; i < 2; i++) d->f6[i] = s->f6[i];
}

struct s41 {
	struct s36 f0[4];
	long long f1;
	size_t f2;
	signed char f3;
	struct s38 f4[1];
};
static const size_t layout41[] = {5, sizeof(struct s41), _Alignof(struct s41), offsetof(struct s41, f0), offsetof(struct s41, f1), offsetof(struct s41, f2), offsetof(struct s41, f3), offsetof(struct s41, f4)};
static void copy41(struct s41 *d, const struct s41 *s) {
	for (int i = 0; i < 4; i++) copy36(&d->f0[i], &s->f0[i]);
	d->f1 = s->f1;
	d->f2 = s->f2;
	d->f3 = s->f3;
	for (int i = 0; i < 1; i++) copy38(&d->f4[i], &s->f4[i]);
}

struct s42 {
	struct s37 f0[3];
	unsigned long long f1;
	struct s37 f2;
	struct s39 f3;
};
static const size_t layout42[] = {4, sizeof(struct s42), _Alignof(struct s42), offsetof(struct s42, f0), offsetof(struct s42, f1), offsetof(struct s42, f2), offsetof(struct s42, f3)};
static void copy42(struct s42 *d, const struct s42 *s) {
	for (int i = 0; i < 3; i++) copy37(&d->f0[i], &s->f0[i]);
	d->f1 = s->f1;
	copy37(&d->f2, &s->f2);
	copy39(&d->f3, &s->f3);
}

struct s43 {
	unsigned short f0;
};
static const size_t layout43[] = {1, sizeof(struct s43), _Alignof(struct s43), offsetof(struct s43, f0)};
static void copy43(struct s43 *d, const struct s43 *s) {
	d->f0 = s->f0;
}

struct s44 {
	char f0;
	float f1[3];
	unsigned short f2[3];
	enum e f3[4];
};
static const size_t layout44[] = {4, sizeof(struct s44), _Alignof(struct s44), offsetof(struct s44, f0), offsetof(struct s44, f1), offsetof(struct s44, f2), offsetof(struct s44, f3)};
static void copy44(struct s44 *d, const struct s44 *s) {
	d->f0 = s->f0;
	for (int i = 0; i < 3; i++) d->f1[i] = s->f1[i];
	for (int i = 0; i < 3; i++) d->f2[i] = s->f2[i];
	for (int i = 0; i < 4; i++) d->f3[i] = s->f3[i];
}

struct s45 {
	struct s39 f0;
	unsigned long long f1;
	size_t f2;
	struct s39 f3;
	struct s40 f4[3];
	signed char f5[4];
};
static const size_t layout45[] = {6, sizeof(struct s45), _Alignof(struct s45), offsetof(struct s45, f0), offsetof(struct s45, f1), offsetof(struct s45, f2), offsetof(struct s45, f3), offsetof(struct s45, f4), offsetof(struct s45, f5)};
static void copy45(struct s45 *d, const struct s45 *s) {
	copy39(&d->f0, &s->f0);
	d->f1 = s->f1;
	d->f2 = s->f2;
	copy39(&d->f3, &s->f3);
	for (int i = 0; i < 3; i++) copy40(&d->f4[i], &s->f4[i]);
	for (int i = 0; i < 4; i++) d->f5[i] = s->f5[i];
}

struct s46 {
	float f0[2];
	struct s43 f1;
	void * f2[2];
	struct s43 f3[1];
};
static const size_t layout46[] = {4, sizeof(struct s46), _Alignof(struct s46), offsetof(struct s46, f0), offsetof(struct s46, f1), offsetof(struct s46, f2), offsetof(struct s46, f3)};
static void copy46(struct s46 *d, const struct s46 *s) {
	for (int i = 0; i < 2; i++) d->f0[i] = s->f0[i];
	copy43(&d->f1, &s->f1);
	for (int i = 0; i < 2; i++) d->f2[i] = s->f2[i];
	for (int i = 0; i < 1; i++) copy43(&d->f3[i], &s->f3[i]);
}

struct s47 {
	_Bool f0;
	char f1;
	long long f2;
	struct s39 f3;
	double f4;
};
static const size_t layout47[] = {5, sizeof(struct s47), _Alignof(struct s47), offsetof(struct s47, f0), offsetof(struct s47, f1), offsetof(struct s47, f2), offsetof(struct s47, f3), offsetof(struct s47, f4)};
static void copy47(struct s47 *d, const struct s47 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	d->f2 = s->f2;
	copy39(&d->f3, &s->f3);
	d->f4 = s->f4;
}

struct s48 {
	unsigned short f0[2];
	double f1[4];
	short f2;
	size_t f3;
	struct s46 f4[2];
	long long f5[4];
};
static const size_t layout48[] = {6, sizeof(struct s48), _Alignof(struct s48), offsetof(struct s48, f0), offsetof(struct s48, f1), offsetof(struct s48, f2), offsetof(struct s48, f3), offsetof(struct s48, f4), offsetof(struct s48, f5)};
static void copy48(struct s48 *d, const struct s48 *s) {
	for (int i = 0; i < 2; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 4; i++) d->f1[i] = s->f1[i];
	d->f2 = s->f2;
	d->f3 = s->f3;
	for (int i = 0; i < 2; i++) copy46(&d->f4[i], &s->f4[i]);
	for (int i = 0; i < 4; i++) d->f5[i] = s->f5[i];
}

struct s49 {
	long long f0;
	float f1;
};
static const size_t layout49[] = {2, sizeof(struct s49), _Alignof(struct s49), offsetof(struct s49, f0), offsetof(struct s49, f1)};
static void copy49(struct s49 *d, const struct s49 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
}

struct s50 {
	double f0;
	float f1;
	struct s43 f2;
	unsigned short f3;
	int f4;
	struct s47 f5;
	struct s47 f6;
};
static const size_t layout50[] = {7, sizeof(struct s50), _Alignof(struct s50), offsetof(struct s50, f0), offsetof(struct s50, f1), offsetof(struct s50, f2), offsetof(struct s50, f3), offsetof(struct s50, f4), offsetof(struct s50, f5), offsetof(struct s50, f6)};
static void copy50(struct s50 *d, const struct s50 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
	copy43(&d->f2, &s->f2);
	d->f3 = s->f3;
	d->f4 = s->f4;
	copy47(&d->f5, &s->f5);
	copy47(&d->f6, &s->f6);
}

struct s51 {
	unsigned long long f0;
	float f1;
};
static const size_t layout51[] = {2, sizeof(struct s51), _Alignof(struct s51), offsetof(struct s51, f0), offsetof(struct s51, f1)};
static void copy51(struct s51 *d, const struct s51 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
}

struct s52 {
	signed char f0[1];
	unsigned char f1[2];
	long long f2[4];
	int f3[1];
	signed char f4;
	unsigned short f5;
	struct s51 f6[1];
};
static const size_t layout52[] = {7, sizeof(struct s52), _Alignof(struct s52), offsetof(struct s52, f0), offsetof(struct s52, f1), offsetof(struct s52, f2), offsetof(struct s52, f3), offsetof(struct s52, f4), offsetof(struct s52, f5), offsetof(struct s52, f6)};
static void copy52(struct s52 *d, const struct s52 *s) {
	for (int i = 0; i < 1; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 2; i++) d->f1[i] = s->f1[i];
	for (int i = 0; i < 4; i++) d->f2[i] = s->f2[i];
	for (int i = 0; i < 1; i++) d->f3[i] = s->f3[i];
	d->f4 = s->f4;
	d->f5 = s->f5;
	for (int i = 0; i < 1; i++) copy51(&d->f6[i], &s->f6[i]);
}

struct s53 {
	unsigned short f0[3];
};
static const size_t layout53[] = {1, sizeof(struct s53), _Alignof(struct s53), offsetof(struct s53, f0)};
static void copy53(struct s53 *d, const struct s53 *s) {
	for (int i = 0; i < 3; i++) d->f0[i] = s->f0[i];
}

struct s54 {
	void * f0[4];
	struct s53 f1;
	void * f2;
	unsigned f3;
	struct s48 f4[3];
	unsigned long long f5;
};
static const size_t layout54[] = {6, sizeof(struct s54), _Alignof(struct s54), offsetof(struct s54, f0), offsetof(struct s54, f1), offsetof(struct s54, f2), offsetof(struct s54, f3), offsetof(struct s54, f4), offsetof(struct s54, f5)};
static void copy54(struct s54 *d, const struct s54 *s) {
	for (int i = 0; i < 4; i++) d->f0[i] = s->f0[i];
	copy53(&d->f1, &s->f1);
	d->f2 = s->f2;
	d->f3 = s->f3;
	for (int i = 0; i < 3; i++) copy48(&d->f4[i], &s->f4[i]);
	d->f5 = s->f5;
}

struct s55 {
	_Bool f0[4];
	struct s50 f1[3];
	unsigned f2;
};
static const size_t layout55[] = {3, sizeof(struct s55), _Alignof(struct s55), offsetof(struct s55, f0), offsetof(struct s55, f1), offsetof(struct s55, f2)};
static void copy55(struct s55 *d, const struct s55 *s) {
	for (int i = 0; i < 4; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 3; i++) copy50(&d->f1[i], &s->f1[i]);
	d->f2 = s->f2;
}

struct s56 {
	enum e f0;
	_Bool f1;
};
static const size_t layout56[] = {2, sizeof(struct s56), _Alignof(struct s56), offsetof(struct s56, f0), offsetof(struct s56, f1)};
static void copy56(struct s56 *d, const struct s56 *s) {
	d->f0 = s->f0;
	d->f1 = s->f1;
}

struct s57 {
	char f0[3];
	long long f1[1];
	float f2;
	struct s50 f3[3];
};
static const size_t layout57[] = {4, sizeof(struct s57), _Alignof(struct s57), offsetof(struct s57, f0), offsetof(struct s57, f1), offsetof(struct s57, f2), offsetof(struct s57, f3)};
static void copy57(struct s57 *d, const struct s57 *s) {
	for (int i = 0; i < 3; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 1; i++) d->f1[i] = s->f1[i];
	d->f2 = s->f2;
	for (int i = 0; i < 3; i++) copy50(&d->f3[i], &s->f3[i]);
}

struct s58 {
	char f0[4];
	short f1;
};
static const size_t layout58[] = {2, sizeof(struct s58), _Alignof(struct s58), offsetof(struct s58, f0), offsetof(struct s58, f1)};
static void copy58(struct s58 *d, const struct s58 *s) {
	for (int i = 0; i < 4; i++) d->f0[i] = s->f0[i];
	d->f1 = s->f1;
}

struct s59 {
	size_t f0[3];
	double f1[1];
};
static const size_t layout59[] = {2, sizeof(struct s59), _Alignof(struct s59), offsetof(struct s59, f0), offsetof(struct s59, f1)};
static void copy59(struct s59 *d, const struct s59 *s) {
	for (int i = 0; i < 3; i++) d->f0[i] = s->f0[i];
	for (int i = 0; i < 1; i++) d->f1[i] = s->f1[i];
}

// layout is where the table of struct i stands: the number of its fields, size, alignment, offsets.
__attribute__((export_name("layout"))) const size_t *layout(int i) {
	switch (i) {
	case 0: return layout0;
	case 1: return layout1;
	case 2: return layout2;
	case 3: return layout3;
	case 4: return layout4;
	case 5: return layout5;
	case 6: return layout6;
	case 7: return layout7;
	case 8: return layout8;
	case 9: return layout9;
	case 10: return layout10;
	case 11: return layout11;
	case 12: return layout12;
	case 13: return layout13;
	case 14: return layout14;
	case 15: return layout15;
	case 16: return layout16;
	case 17: return layout17;
	case 18: return layout18;
	case 19: return layout19;
	case 20: return layout20;
	case 21: return layout21;
	case 22: return layout22;
	case 23: return layout23;
	case 24: return layout24;
	case 25: return layout25;
	case 26: return layout26;
	case 27: return layout27;
	case 28: return layout28;
	case 29: return layout29;
	case 30: return layout30;
	case 31: return layout31;
	case 32: return layout32;
	case 33: return layout33;
	case 34: return layout34;
	case 35: return layout35;
	case 36: return layout36;
	case 37: return layout37;
	case 38: return layout38;
	case 39: return layout39;
	case 40: return layout40;
	case 41: return layout41;
	case 42: return layout42;
	case 43: return layout43;
	case 44: return layout44;
	case 45: return layout45;
	case 46: return layout46;
	case 47: return layout47;
	case 48: return layout48;
	case 49: return layout49;
	case 50: return layout50;
	case 51: return layout51;
	case 52: return layout52;
	case 53: return layout53;
	case 54: return layout54;
	case 55: return layout55;
	case 56: return layout56;
	case 57: return layout57;
	case 58: return layout58;
	case 59: return layout59;
	}
	__builtin_trap();
}

// copy copies struct i, field by field.
__attribute__((export_name("copy"))) void copy(int i, void *d, const void *s) {
	switch (i) {
	case 0: copy0(d, s); return;
	case 1: copy1(d, s); return;
	case 2: copy2(d, s); return;
	case 3: copy3(d, s); return;
	case 4: copy4(d, s); return;
	case 5: copy5(d, s); return;
	case 6: copy6(d, s); return;
	case 7: copy7(d, s); return;
	case 8: copy8(d, s); return;
	case 9: copy9(d, s); return;
	case 10: copy10(d, s); return;
	case 11: copy11(d, s); return;
	case 12: copy12(d, s); return;
	case 13: copy13(d, s); return;
	case 14: copy14(d, s); return;
	case 15: copy15(d, s); return;
	case 16: copy16(d, s); return;
	case 17: copy17(d, s); return;
	case 18: copy18(d, s); return;
	case 19: copy19(d, s); return;
	case 20: copy20(d, s); return;
	case 21: copy21(d, s); return;
	case 22: copy22(d, s); return;
	case 23: copy23(d, s); return;
	case 24: copy24(d, s); return;
	case 25: copy25(d, s); return;
	case 26: copy26(d, s); return;
	case 27: copy27(d, s); return;
	case 28: copy28(d, s); return;
	case 29: copy29(d, s); return;
	case 30: copy30(d, s); return;
	case 31: copy31(d, s); return;
	case 32: copy32(d, s); return;
	case 33: copy33(d, s); return;
	case 34: copy34(d, s); return;
	case 35: copy35(d, s); return;
	case 36: copy36(d, s); return;
	case 37: copy37(d, s); return;
	case 38: copy38(d, s); return;
	case 39: copy39(d, s); return;
	case 40: copy40(d, s); return;
	case 41: copy41(d, s); return;
	case 42: copy42(d, s); return;
	case 43: copy43(d, s); return;
	case 44: copy44(d, s); return;
	case 45: copy45(d, s); return;
	case 46: copy46(d, s); return;
	case 47: copy47(d, s); return;
	case 48: copy48(d, s); return;
	case 49: copy49(d, s); return;
	case 50: copy50(d, s); return;
	case 51: copy51(d, s); return;
	case 52: copy52(d, s); return;
	case 53: copy53(d, s); return;
	case 54: copy54(d, s); return;
	case 55: copy55(d, s); return;
	case 56: copy56(d, s); return;
	case 57: copy57(d, s); return;
	case 58: copy58(d, s); return;
	case 59: copy59(d, s); return;
	}
	__builtin_trap();
}
