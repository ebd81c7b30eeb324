// A rule that takes all the memory it gets, and says how many pages that was.
#include "rule.h"

long long price(long long each, int pieces) {
	while (__builtin_wasm_memory_grow(0, 1) != -1);
	return __builtin_wasm_memory_size(0);
}
