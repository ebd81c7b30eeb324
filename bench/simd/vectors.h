// Vectors of 16 bytes in the compiler's own notation, which wasm32 with -msimd128 and x86-64 with -msse4.1 both have. A kernel has the same work twice: in
// vectors where VECTORS is defined, else without. Both give the same result.
typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef unsigned long long u64;

typedef i8 i8x16 __attribute__((vector_size(16)));
typedef u8 u8x16 __attribute__((vector_size(16)));
typedef i16 i16x8 __attribute__((vector_size(16)));
typedef u16 u16x8 __attribute__((vector_size(16)));
typedef i32 i32x4 __attribute__((vector_size(16)));
typedef u32 u32x4 __attribute__((vector_size(16)));
typedef float f32x4 __attribute__((vector_size(16)));
typedef u8 u8x8 __attribute__((vector_size(8)));
typedef i8 i8x8 __attribute__((vector_size(8)));

#define LOAD(T, p) __extension__({ T v_; __builtin_memcpy(&v_, (p), sizeof(T)); v_; })
#define STORE(p, v) __extension__({ __typeof__(v) v_ = (v); __builtin_memcpy((p), &v_, sizeof v_); })
#define WIDEN(T, v) __builtin_convertvector((v), T)

// fill writes numbers that look random.
static inline void fill(u8 *p, int n, u32 seed) {
  for (int i = 0; i < n; i++)
    p[i] = (u8)((seed = seed * 1664525 + 1013904223) >> 24);
}
