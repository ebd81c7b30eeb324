// A program with static data, zeroed data and a heap.
static char zeroed[200000];
static int filled[100] = {1, 2, 3};
extern unsigned char __heap_base;

__attribute__((export_name("touch"))) int touch(int i) {
	volatile char local[64];
	local[i & 63] = i;
	zeroed[i]++;
	filled[i % 100]++;
	return zeroed[i] + filled[i % 100] + local[i & 63];
}
