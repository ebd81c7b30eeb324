// Memory for one picture: it only grows while a picture is worked on, and all of it goes at once.
#include "jpeg.h"

enum { PAGE = 1 << 16 };
extern u8 __heap_base; // of the linker: behind the stack and the variables

static u64 top;

void clear(void) { top = ((u64)(unsigned long)&__heap_base + 15) & ~15ull; }

void *reserve(u64 size) {
  u64 from = top, to = from + ((size + 15) & ~15ull), have = (u64)__builtin_wasm_memory_size(0) * PAGE;
  if (size > 1u << 31 || to > 1ull << 32)
    return 0;
  if (to > have && __builtin_wasm_memory_grow(0, (unsigned long)((to - have + PAGE - 1) / PAGE)) == -1ul)
    return 0;
  top = to;
  return __builtin_memset((void *)(unsigned long)from, 0, (unsigned long)(to - from));
}
