// Numbers, and vectors of them where the target has vectors: with -msimd128. Without, the same sources compute the same, one number at a time.
typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef __wasm_simd128__
#define VECTORS
#include <wasm_simd128.h>

typedef u8 u8x16 __attribute__((vector_size(16)));
typedef i16 i16x8 __attribute__((vector_size(16)));
typedef i32 i32x4 __attribute__((vector_size(16)));
typedef u32 u32x4 __attribute__((vector_size(16)));

// low and high take turns with the elements of two vectors: those of the lower halves, and those of the upper.
static inline u8x16 low8(u8x16 a, u8x16 b) { return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23); }
static inline u8x16 high8(u8x16 a, u8x16 b) { return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31); }
static inline i16x8 low16(i16x8 a, i16x8 b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
static inline i16x8 high16(i16x8 a, i16x8 b) { return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }

// Sums that saturate. What the intrinsics return is four numbers of 32 bits, to which operators must not be applied; these are eight of 16.
static inline i16x8 add(i16x8 a, i16x8 b) { return wasm_i16x8_add_sat(a, b); }
static inline i16x8 sub(i16x8 a, i16x8 b) { return wasm_i16x8_sub_sat(a, b); }
#endif

// What is written once for both: eight numbers of 16 bits, or one. mul is a product with a number that has 15 bits of fraction, rounded: one instruction.
#define FIXED(x) ((int)((x) * 32768 + 0.5))

#ifdef VECTORS
typedef i16x8 lanes;
static inline lanes all(int v) { return wasm_i16x8_splat((i16)v); }
static inline lanes mul(lanes a, int factor) { return wasm_i16x8_q15mulr_sat(a, all(factor)); }
static inline lanes limit(lanes a, int most) { return wasm_i16x8_min(wasm_i16x8_max(a, all(-most)), all(most)); }
#else
typedef int lanes;
static inline lanes all(int v) { return (i16)v; }
static inline lanes mul(lanes a, int factor) { return (a * factor + 0x4000) >> 15; }
static inline lanes limit(lanes a, int most) { return a < -most ? -most : a > most ? most : a; }
static inline u8 byte(int v) { return (u8)(v < 0 ? 0 : v > 255 ? 255 : v); }
#endif
