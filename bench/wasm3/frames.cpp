// Calls five deep whose frames have objects with destructors; each EVERYth call throws (0: none). Built with exceptions and without: the same as
// long as nothing is thrown.
#include "faults.h"

#ifndef EVERY
#define EVERY 0
#endif

static volatile u32 every = EVERY; // the compiler is not to know

CALL u32 f5(u32 i, u32 bad) { if (bad) fail(i & 7); return i * 2654435761u >> 28; }
CALL u32 f4(u32 i, u32 bad) { Guard g(4); return f5(i, bad) + 1; }
CALL u32 f3(u32 i, u32 bad) { Guard g(3); return f4(i, bad) + 1; }
CALL u32 f2(u32 i, u32 bad) { Guard g(2); return f3(i, bad) + 1; }
CALL u32 f1(u32 i, u32 bad) { Guard g(1); return f2(i, bad) + 1; }

extern "C" __attribute__((export_name("run"), used)) u32 run(u32 n) {
	u32 total = 0, left = every;
	for (u32 i = 0; i < n; i++) {
		u32 bad = left && --left == 0;
		if (bad) left = every;
		TRY { total += f1(i, bad); } CATCH
	}
	return total + live;
}
